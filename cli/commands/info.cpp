#include <cmath>
#include <filesystem>
#include <fstream>

#include "audio/io/sound_file.h"
#include "audio/tasks/sound_summary.h"
#include "cli/commands/commands.h"
#include "cli/options/alignment_source_options.h"
#include "cli/options/common_options.h"
#include "cli/options/input_options.h"
#include "cli/options/sound_options.h"
#include "cli/output/model_text.h"
#include "cli/output/print.h"
#include "cli/output/report_lines.h"
#include "cli/term/format.h"
#include "core/base/error.h"
#include "core/io/peek_stdin.h"
#include "genomics/io/text_writer.h"
#include "genomics/tasks/sequence_summary.h"

namespace undula::cli {
namespace {

/// True for a safetensors file: eight bytes of header length, then JSON.
bool looks_like_model(const std::string& path) {
  if (!std::filesystem::is_regular_file(path)) return false;  // a pipe must not lose its first bytes
  std::ifstream file(path, std::ios::binary);
  char start[9] = {};
  return file.read(start, sizeof start) && start[8] == '{';
}

ReportLines describe_sequences(const std::string& path, const AlignmentSource& source, int threads) {
  const SequenceSummary summary = summarise_sequences(path, source, threads);
  const LetterCounts& letters = summary.letters;
  const auto share = [&](int64_t part) {
    return letters.bases == 0
               ? ""
               : " (" + fixed(100.0 * static_cast<double>(part) / static_cast<double>(letters.bases), 2) + " %)";
  };
  ReportLines lines;
  lines.add("file", path == "-" ? "stdin" : path);
  lines.add("format", summary.format + ", " + summary.packing);
  if (summary.references) lines.add("references", *summary.references);
  lines.add("records", summary.records);
  lines.add("bases", letters.bases);
  lines.add("gc",
            std::isnan(letters.gc_share()) ? "NA" : fixed(100 * letters.gc_share(), 2) + " % of unambiguous bases",
            letters.gc_share());
  lines.add("ambiguous", grouped(letters.ambiguous) + share(letters.ambiguous), letters.ambiguous);
  lines.add("soft_masked", grouped(letters.soft_masked) + share(letters.soft_masked), letters.soft_masked);
  lines.add("shortest", summary.length_at(0));
  lines.add("median_length", summary.length_at(0.5));
  lines.add("longest", summary.length_at(1));
  lines.add("n50", summary.n50());
  return lines;
}

/// A level in dB relative to full scale; nothing is below silence.
void add_level(ReportLines& lines, const std::string& key, double level) {
  const double decibels = 20 * std::log10(level);
  lines.add(key, level > 0 ? fixed(decibels, 2) : "silence", decibels);
}

ReportLines describe_sound(const std::string& path, const std::optional<RawFormat>& raw) {
  const SoundSummary summary = summarise_sound(path, raw);
  const SoundFormat& format = summary.format;
  ReportLines lines;
  lines.add("file", path == "-" ? "stdin" : path);
  lines.add("format", format.container + ", " + format.encoding);
  lines.add("sample_rate", grouped(format.rate) + " Hz", format.rate);
  lines.add("channels", static_cast<int64_t>(format.channels));
  lines.add("frames", summary.frames);
  if (format.stated_frames && *format.stated_frames != summary.frames) {
    lines.add("stated_frames", *format.stated_frames);
  }
  lines.add("seconds", fixed(summary.seconds(), 3), summary.seconds());
  add_level(lines, "peak_dbfs", summary.peak);
  add_level(lines, "rms_dbfs", summary.rms);
  lines.add("clipped_samples", summary.clipped);
  lines.add("dc_offset", fixed(summary.mean, 6), summary.mean);
  return lines;
}

bool is_sound(const std::string& path) {
  return path == "-" ? begins_like_sound(peek_stdin(12)) : looks_like_sound(path);
}

ReportLines describe(const std::string& path, const AlignmentSource& source, const std::optional<RawFormat>& raw,
                     int threads) {
  const bool model = !raw && looks_like_model(path), sound = raw || (!model && is_sound(path));
  if (!model && !sound) return describe_sequences(path, source, threads);
  check_no_regions(source, path);
  return model ? describe_model(read_model(path)) : describe_sound(path, raw);
}

/// One line for each record of these files, written as they are read.
void list_records(const std::vector<std::string>& paths, const AlignmentSource& source, int threads) {
  TextWriter out("-");
  out.write("file\trecord\tlength\tgc\tambiguous\tsoft_masked\n");
  try {
    for (const std::string& path : paths) {
      const std::string file = path == "-" ? "stdin" : path;
      summarise_sequences(path, source, threads, [&](const RecordSummary& record) {
        const LetterCounts& letters = record.letters;
        const std::string gc = std::isnan(letters.gc_share()) ? "NA" : fixed(letters.gc_share(), 4);
        out.write(file + '\t' + record.id + '\t' + std::to_string(letters.bases) + '\t' + gc + '\t' +
                  std::to_string(letters.ambiguous) + '\t' + std::to_string(letters.soft_masked) + '\n');
      });
    }
  } catch (const Error&) {
    out.keep_partial();
    throw;
  }
  out.commit();
}

class Info : public Command {
 public:
  void declare(OptionSet& options) override {
    options
        .add_positional(
            "FILE", &files_,
            "FASTA, FASTQ, BAM, CRAM, SAM, sound or model file; '-' or none: sequences or sound on standard input")
        .optional();
    options.add_switch("--records", &records_,
                       "a table (TSV) of the sequence records instead: length, GC, ambiguous, ...");
    options.begin_group("Alignments (BAM, CRAM, SAM)");
    source_.declare(options);
    options.begin_group("Sound");
    sound_.declare_raw(options);
    common_.declare(options);
    options.add_example("what a file of reads holds", "undula info data/reads/bacteria.fq");
    options.add_example("length, GC share, ambiguous and soft-masked bases of every record",
                        "undula info --records data/reads/bacteria.fq | head -5");
    options.add_example("format, rate, channels, duration and level of a sound, from a pipe",
                        "cat data/examples/chirps.wav | undula info -");
    options.add_example("the same of samples without a header",
                        "tail -c +45 data/examples/chirps.wav | undula info - --raw s16le --rate 8000");
    options.add_example("what a model is and what it was trained on", "undula info data/models/bacteria.safetensors");
  }

  int run() override {
    common_.apply();
    if (records_ && common_.json) {
      throw Error(ErrorKind::kUsage, "--records prints a table, --json an object", "", "one of the two");
    }
    const AlignmentSource source = source_.source();
    const std::optional<RawFormat> raw = sound_.raw();
    if (records_ && raw)
      throw Error(ErrorKind::kUsage, "--records is about sequences, --raw about sound", "", "one of the two");
    const std::vector<std::string> paths = inputs_or_stdin(files_, "info");
    if (records_) {
      list_records(paths, source, common_.thread_count());
      return 0;
    }
    std::string text;
    JsonArray files;
    for (const std::string& path : paths) {
      const ReportLines lines = describe(path, source, raw, common_.thread_count());
      if (common_.json) {
        files.add(lines.json());
      } else {
        text += (text.empty() ? "" : "\n") + lines.text();
      }
    }
    print(common_.json ? JsonObject().add("files", files).text() + "\n" : text);
    return 0;
  }

 private:
  std::vector<std::string> files_;
  bool records_ = false;
  AlignmentSourceOptions source_;
  SoundOptions sound_;
  CommonOptions common_;
};

}  // namespace

std::unique_ptr<Command> make_info() {
  return std::make_unique<Info>();
}

}  // namespace undula::cli
