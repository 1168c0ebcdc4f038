#include "genomics/tasks/labelled/labelled_data.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/random.h"
#include "genomics/alphabet/nucleotide.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/genomics/support/gzip.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

namespace {

std::string bases(size_t n, uint64_t seed) {
  std::string text;
  for (size_t i = 0; i < n; ++i) text += "ACGT"[RandomKey(seed).bits(i) >> 62];
  return text;
}

std::string reverse_complemented(std::string text) {
  reverse_complement(std::span<char>(text));
  return text;
}

LabelledDataOptions from(std::vector<std::string> inputs) {
  LabelledDataOptions options;
  options.inputs = std::move(inputs);
  return options;
}

LabelledData load(std::vector<std::string> inputs) {
  return load_labelled_data(from(std::move(inputs)));
}

std::string load_error(const LabelledDataOptions& options, ErrorKind kind = ErrorKind::kBadInput) {
  return error_of(kind, [&] { load_labelled_data(options); });
}

/// A CSV of `n` short sequences, two classes in turn.
std::string csv(size_t n, uint64_t seed = 1) {
  std::string text = "sequence,label\n";
  for (size_t i = 0; i < n; ++i) text += bases(30, seed * 1000 + i) + "," + (i % 2 == 0 ? "yes" : "no") + "\n";
  return text;
}

const Sample& sample_named(const Dataset& data, const std::string& id) {
  const auto found =
      std::find_if(data.samples.begin(), data.samples.end(), [&](const Sample& s) { return s.id == id; });
  REQUIRE(found != data.samples.end());
  return *found;
}

}  // namespace

TEST_CASE("sequence,label: seeded, stratified split; identical sequences of either strand together") {
  const TempFolder folder;
  std::string text = csv(200);
  for (size_t i = 0; i < 200; i += 10) {
    const std::string sequence = bases(30, 1000 + i);
    text += sequence + ",yes\n" + reverse_complemented(sequence) + ",yes\n";
  }
  const std::string path = folder.write("data.csv", text);
  const LabelledData data = load({path});
  CHECK_FALSE(data.windows_needed);
  CHECK(data.classes() == std::vector<std::string>{"no", "yes"});
  REQUIRE(data.dataset.samples.size() == 240);
  CHECK(data.dataset.counts(Split::kTrain)[0] == 80);
  CHECK(data.dataset.counts(Split::kValid)[0] == 10);
  CHECK(data.dataset.counts(Split::kTest)[0] == 10);
  CHECK(data.dataset.counts(Split::kNone) == std::vector<int64_t>{0, 0});
  for (size_t i = 0; i < 20; ++i) {
    CHECK(data.dataset.samples[200 + 2 * i].split == data.dataset.samples[10 * i].split);
    CHECK(data.dataset.samples[201 + 2 * i].split == data.dataset.samples[10 * i].split);
  }
  CHECK(data.dataset.samples[0].id == "1");
  CHECK(detokenize(data.dataset.samples[0].tokens) == bases(30, 1000));

  LabelledDataOptions options = from({path});
  const auto splits = [](const LabelledData& loaded) {
    std::vector<Split> result;
    for (const Sample& sample : loaded.dataset.samples) result.push_back(sample.split);
    return result;
  };
  CHECK(splits(load_labelled_data(options)) == splits(data));
  options.seed = 1;
  CHECK(splits(load_labelled_data(options)) != splits(data));
  options.split_needed = false;
  CHECK(load_labelled_data(options).dataset.counts(Split::kNone) == std::vector<int64_t>{100, 140});
}

TEST_CASE("records longer than 4,096 bases are read in windows, or whole where that is asked for") {
  const TempFolder folder;
  const std::string path =
      folder.write("data.csv", "sequence,label\n" + bases(5000, 1) + ",a\n" + bases(90, 2) + ",b\n");
  LabelledDataOptions options = from({path});
  options.split_needed = false;
  CHECK(load_labelled_data(options).windows_needed);
  options.whole_records = true;
  const LabelledData whole = load_labelled_data(options);
  REQUIRE_FALSE(whole.windows_needed);
  CHECK(whole.dataset.samples[0].tokens.size() == 5000);
}

TEST_CASE("manifest: records by id, whole files, regions, splits, weights, groups, ignored columns") {
  const TempFolder folder;
  folder.write("seq/a.fa", ">r1 x\nAAAACCCC\n>r2\nGGGGTTTT\n>r3\nACGTACGTAC\n");
  folder.write("seq/b.fq", "@q1\nTTTTAAAAT\n+\nIIIIIIIII\n@q2\nCCCCGGGGT\n+\nIIIIIIIII\n");
  const std::string path = folder.write("manifest.tsv",
                                        "path\tid\tregion\tlabel\tsplit\tweight\tgroup\tspecies\n"
                                        "seq/a.fa\tr2\t\t10\ttrain\t2.5\tg\tx\n"
                                        "seq/b.fq\t\t\t9\ttrain\t\t\ty\n"
                                        "seq/a.fa\t\tr3:3-6\t10\tdev\t\t\t\n"
                                        "seq/a.fa\tr1\t2-\t9\ttest\t\t\t\n");
  const LabelledData data = load({path});
  CHECK(data.classes() == std::vector<std::string>{"9", "10"});
  REQUIRE(data.dataset.samples.size() == 5);
  const std::vector<std::string> ids = {"r2", "q1", "q2", "r3:3-6", "r1:2-8"};
  const std::vector<std::string> sequences = {"GGGGTTTT", "TTTTAAAAT", "CCCCGGGGT", "GTAC", "AAACCCC"};
  const std::vector<Split> splits = {Split::kTrain, Split::kTrain, Split::kTrain, Split::kValid, Split::kTest};
  for (size_t i = 0; i < ids.size(); ++i) {
    const Sample& sample = data.dataset.samples[i];
    CHECK(sample.id == ids[i]);
    CHECK(detokenize(sample.tokens) == sequences[i]);
    CHECK(sample.split == splits[i]);
    CHECK(sample.label == (i == 0 || i == 3 ? 1 : 0));
  }
  CHECK(data.dataset.samples[0].weight == 2.5F);
  CHECK(data.dataset.samples[1].weight == 1);
  CHECK(data.dataset.samples[0].group == "g");
  CHECK(data.files == std::vector<std::string>{path, folder.path() / "seq/a.fa", folder.path() / "seq/b.fq"});
  CHECK(data.amounts(Split::kTrain) == std::vector<int64_t>{2, 1});
}

TEST_CASE("manifest: start and end are 0-based and half-open") {
  const TempFolder folder;
  folder.write("a.fa", ">r1\nAAAACCCC\n");
  folder.write("b.fa", ">r2\nGGGGTTTTA\n");
  const LabelledData data = load({folder.write("m.csv",
                                               "path,label,start,end,split\na.fa,x,2,5,train\nb.fa,y,4,,train\n"
                                               "a.fa,x,5,8,valid\n")});
  CHECK(detokenize(sample_named(data.dataset, "r1:3-5").tokens) == "AAC");
  CHECK(detokenize(sample_named(data.dataset, "r2:5-9").tokens) == "TTTTA");
}

TEST_CASE("LABEL=FILE pairs and folders of classes give the same data") {
  const TempFolder folder;
  std::string cats, dogs;
  for (size_t i = 0; i < 20; ++i) {
    cats += ">c" + std::to_string(i) + "\n" + bases(40, i) + "\n";
    dogs += ">d" + std::to_string(i) + "\n" + bases(40, 100 + i) + "\n";
  }
  const std::string cat_file = folder.write("data/cat/one.fa", cats);
  const std::string dog_file = folder.path() / "data/dog/two.fasta.gz";
  folder.write("data/dog/README.md", "not a sequence file");
  folder.write("data/notes.txt", "not a class");
  write_compressed(dog_file, dogs, "wg");
  for (const auto& inputs :
       {std::vector<std::string>{"cat=" + cat_file, "dog=" + dog_file}, {folder.path() / "data"}}) {
    const LabelledData data = load(inputs);
    CHECK(data.classes() == std::vector<std::string>{"cat", "dog"});
    REQUIRE(data.dataset.samples.size() == 40);
    CHECK(data.dataset.samples[3].id == "c3");
    CHECK(data.dataset.samples[3].label == 0);
    CHECK(data.dataset.samples[23].label == 1);
    CHECK(data.files == std::vector<std::string>{cat_file, dog_file});
    CHECK(data.dataset.counts(Split::kTrain) == std::vector<int64_t>{16, 16});
    CHECK(data.dataset.counts(Split::kTest) == std::vector<int64_t>{2, 2});
  }
}

TEST_CASE("a folder of train, dev and test files is taken as it is, contradictions and leaks too") {
  const TempFolder folder;
  const std::string same = bases(30, 7);
  folder.write("train.csv", csv(20, 1) + same + ",yes\n" + same + ",no\n");
  write_compressed(folder.path() / "dev.csv.gz", csv(4, 2), "w");
  folder.write("test.tsv", "label\tsequence\nyes\t" + reverse_complemented(same) + "\nno\t" + bases(30, 8) + "\n");
  const LabelledData data = load({folder.path()});
  CHECK(data.dataset.counts(Split::kTrain) == std::vector<int64_t>{11, 11});
  CHECK(data.dataset.counts(Split::kValid) == std::vector<int64_t>{2, 2});
  CHECK(data.dataset.counts(Split::kTest) == std::vector<int64_t>{1, 1});
}

TEST_CASE("a folder of train and test folders of classes") {
  const TempFolder folder;
  for (const std::string split : {"train", "test"}) {
    for (const std::string label : {"a", "b"}) {
      const size_t seed = (split == "train" ? 1U : 2U) + (label == "a" ? 10U : 20U);
      folder.write(split + "/" + label + "/x.fa", ">1\n" + bases(50, seed) + "\n>2\n" + bases(50, seed + 100) + "\n");
    }
  }
  const LabelledData data = load({folder.path()});
  CHECK(data.classes() == std::vector<std::string>{"a", "b"});
  CHECK(data.dataset.counts(Split::kTest) == std::vector<int64_t>{2, 2});
}

TEST_CASE("validation and test given apart; validation is taken from train where it is missing") {
  const TempFolder folder;
  LabelledDataOptions options = from({folder.write("all.csv", csv(100, 1))});
  options.test = folder.write("held.csv", csv(10, 2));
  LabelledData data = load_labelled_data(options);
  CHECK(data.dataset.counts(Split::kTrain) == std::vector<int64_t>{45, 45});
  CHECK(data.dataset.counts(Split::kValid) == std::vector<int64_t>{5, 5});
  CHECK(data.dataset.counts(Split::kTest) == std::vector<int64_t>{5, 5});
  options.valid = folder.write("valid.csv", csv(6, 3));
  data = load_labelled_data(options);
  CHECK(data.dataset.counts(Split::kTrain) == std::vector<int64_t>{50, 50});
  CHECK(data.dataset.counts(Split::kValid) == std::vector<int64_t>{3, 3});
}

TEST_CASE("long records are windowed, and cut by region where no split is given") {
  const TempFolder folder;
  const std::string a = folder.write("a.fa", ">a1\n" + bases(50000, 1) + "\n>a2\n" + bases(3000, 2) + "\n");
  const std::string b = folder.write("b.fa", ">b1\n" + bases(40000, 3) + "\n");
  const LabelledData data = load({"a=" + a, "b=" + b});
  REQUIRE(data.windows_needed);
  CHECK(data.lengths == std::vector<int64_t>{1000});
  CHECK(data.genomes.records.size() == 3);
  CHECK(data.genomes.bases(Split::kTrain)[1] == 32000);
  CHECK(data.genomes.bases(Split::kValid)[1] == 4000);
  CHECK(data.genomes.bases(Split::kTest)[1] == 4000);
  int64_t of_a = 0;
  for (const Split split : {Split::kTrain, Split::kValid, Split::kTest}) of_a += data.genomes.bases(split)[0];
  CHECK(of_a == 53000);
  for (const GenomeRegion& r : data.genomes.regions) {
    CHECK(r.group == data.genomes.records[static_cast<size_t>(r.record)].id);
    for (const GenomeRegion& q : data.genomes.regions) {
      if (&r == &q || r.record != q.record) continue;
      CHECK((r.window.end <= q.window.begin || q.window.end <= r.window.begin));
    }
  }
}

TEST_CASE("given lengths ask for windows; regions and splits of a manifest are kept") {
  const TempFolder folder;
  folder.write("g/x.fa", ">x\n" + bases(10000, 1) + "\n");
  folder.write("g/y.fa", ">y\n" + bases(3000, 2) + "\n");
  LabelledDataOptions options = from({folder.write("m.tsv",
                                                   "path\tlabel\tregion\tsplit\tgroup\n"
                                                   "g/x.fa\tX\t1-8,000\ttrain\tstrain 1\n"
                                                   "g/x.fa\tX\t8,001-\ttest\tstrain 1\n"
                                                   "g/y.fa\tY\t1-2000\ttrain\t\n"
                                                   "g/y.fa\tY\ty:2001-3000\ttest\t\n")});
  options.lengths = {50, 100};
  const LabelledData data = load_labelled_data(options);
  REQUIRE(data.windows_needed);
  CHECK(data.lengths == options.lengths);
  CHECK(data.genomes.records.size() == 2);
  CHECK(data.genomes.bases(Split::kTrain) == std::vector<int64_t>{7200, 1800});  // a tenth for validation
  CHECK(data.genomes.bases(Split::kValid) == std::vector<int64_t>{800, 200});
  CHECK(data.genomes.bases(Split::kTest) == std::vector<int64_t>{2000, 1000});
  CHECK(data.genomes.regions.front().group == "strain 1");
  CHECK(data.genomes.regions.back().group == "y");
}

TEST_CASE("parts that overlap stay on one side of a split") {
  const TempFolder folder;
  folder.write("a.fa", ">a\n" + bases(4000, 1) + "\n");
  folder.write("b.fa", ">b\n" + bases(4000, 2) + "\n");
  std::string text = "path,label,start,end\n";
  for (const char* name : {"a", "b"}) {
    for (int i = 0; i < 60; ++i) {
      const int begin = i * 60 + (i % 2 == 0 ? 0 : -40);  // pairs overlap
      text += std::string(name) + ".fa," + name + "," + std::to_string(begin) + "," + std::to_string(begin + 60) + "\n";
    }
  }
  const LabelledData data = load({folder.write("m.csv", text)});
  for (size_t i = 0; i + 1 < data.dataset.samples.size(); i += 2) {
    CHECK(data.dataset.samples[i].split == data.dataset.samples[i + 1].split);
  }
}

TEST_CASE("known classes: their order, and labels outside them") {
  const TempFolder folder;
  LabelledDataOptions options = from({folder.write("d.csv", "sequence,label\nACGT,yes\nAAAA,yes\n")});
  options.classes = {"yes", "no"};
  options.split_needed = false;
  const LabelledData data = load_labelled_data(options);
  CHECK(data.classes() == options.classes);
  CHECK(data.dataset.samples[0].label == 0);
  options.classes = {"yess", "no"};
  const std::string message = load_error(options);
  contains(message, "does not know the label 'yes'");
  contains(message, "d.csv, line 2");
  contains(message, "did you mean 'yess'");
}

TEST_CASE("data without labels, where they are not needed") {
  const TempFolder folder;
  LabelledDataOptions options = from({folder.write("d.csv", "sequence,id\nACGT,x\nAAAA,y\n")});
  options.labels_needed = options.split_needed = false;
  const LabelledData data = load_labelled_data(options);
  REQUIRE(data.dataset.samples.size() == 2);
  CHECK(data.dataset.samples[1].id == "y");
  CHECK(data.dataset.samples[1].label == -1);
  options.labels_needed = true;
  contains(load_error(options), "no column 'label'");
}

TEST_CASE("errors of labelled data say where and what to do") {
  const TempFolder folder;
  folder.write("a.fa", ">chr1\n" + bases(100, 1) + "\n>chr2\n" + bases(100, 2) + "\n");
  folder.write("b.fa", ">x\n" + bases(100, 3) + "\n");
  folder.write("twice.fa", ">x\nACGT\n>x\nACGG\n");
  const auto table_error = [&](const std::string& text, const std::string& expected, bool with_place = true) {
    const std::string message = load_error(from({folder.write("m.csv", text)}));
    contains(message, expected);
    if (with_place) contains(message, "m.csv, line ");
  };
  table_error("sequence,label\nACGT,a\nACGA,a\n", "only one class: 'a'", false);
  table_error("sequence,label\nACGT,a\nACGA,b\nACGT,b\n", "labelled 'b' here and 'a' at");
  table_error("sequence,label\nACGT,a=b\n", "holds a tab, a line end or '='");
  table_error("sequence,label\nACGT,\"a\nb\"\n", "holds a tab");
  table_error("sequence,label\nACGT,\n", "an empty label");
  table_error("sequence,label\n,a\n", "an empty sequence");
  table_error("sequence,label\nMKLV,a\n", "holds 'L' at base 3");
  table_error("sequence,label,split\nACGT,a,trian\n", "'trian' is no split");
  table_error("sequence,label,split\nACGT,a,train\nACGA,b,\n", "some rows have a split");
  table_error("sequence,label,split\nACGT,a,train\nACGA,b,test\nACGG,a,valid\n", "class 'b' has no training data",
              false);
  table_error("sequence,label,weight\nACGT,a,-1\n", "the weight '-1'");
  table_error("seqence,label\nACGT,a\n", "did you mean 'sequence' by 'seqence'");
  table_error("sequence,lable\nACGT,a\n", "did you mean 'label' by 'lable'");
  table_error("sequence,label\n", "has no rows", false);
  table_error("path,label,region\na.fa,a,5-2\n", "'5-2' is no region");
  table_error("path,label,region\na.fa,a,5-9\nb.fa,b,\n", "a part of a file with several records");
  table_error("path,label,region\na.fa,a,chr1:5-101\nb.fa,b,\n", "beyond the record's 100 bases");
  table_error("path,label,id,region\na.fa,a,chr2,chr1:5-10\n", "name different records");
  table_error("path,label,start,end\na.fa,a,5,5\n", "ends before it begins");
  table_error("path,label,start\na.fa,a,x\n", "no whole number");
  table_error("path,label,id\na.fa,a,chr\nb.fa,b,x\n", "did you mean 'chr1'");
  table_error("path,label,id\ntwice.fa,a,x\nb.fa,b,x\n", "two records are named 'x'");
  const std::string missing =
      load_error(from({folder.write("m.csv", "path,label\na.fa,a\nc.fa,b\n")}), ErrorKind::kMissing);
  contains(missing, "no such file");
  contains(missing, "m.csv, line 3");
  contains(missing, "did you mean");
  contains(load_error(from({"a=" + (folder.path() / "a.fa").string(), folder.path()}), ErrorKind::kUsage),
           "LABEL=FILE");
  contains(load_error(from({folder.path() / "a.fa"})), "LABEL=");
  contains(load_error(from({folder.write("empty/class/notes.md", "").substr(0, folder.path().string().size() + 6)})),
           "has no sequence files");
  // The same stretch of a genome under two labels, for windows.
  LabelledDataOptions options =
      from({folder.write("m.csv", "path,label,id,start,end\na.fa,a,chr1,0,60\na.fa,b,chr1,50,100\n")});
  options.lengths = {20};
  contains(load_error(options), "also has another label");
}
