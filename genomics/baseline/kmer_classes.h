#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/io/safetensors.h"
#include "genomics/baseline/kmer_class_counts.h"

namespace undula {

struct KmerClassSettings {
  int k = 1;             ///< odd
  double smoothing = 1;  ///< how many bases with the overall shares of the classes are added to each k-mer's
};

/// The class of a base from the k-mer around it: what a model of positions has to beat. The probability of class c is
/// (n_c + smoothing share_c) / (n + smoothing), where n counts the k-mer in training, on either strand, and share_c is
/// the overall share; it is held as a byte (probability_code.h), and those of a k-mer are scaled to a sum of 1.
class KmerClasses {
 public:
  KmerClasses(const KmerClassCounts& counts, const KmerClassSettings& settings);

  int k() const { return k_; }
  /// Writes the probabilities (tokens, classes) of each token of a sequence to `out`: those of its k-mer or, where an
  /// ambiguous base or an end is in it, the overall shares.
  void probabilities(std::span<const uint8_t> tokens, std::span<float> out) const;

  /// Adds the arrays `kmer_classes.codes` (U8) and `kmer_classes.shares` to a model file.
  void store(TensorFile& file) const;
  /// The baseline of a file with so many classes; nothing where it has none. Throws kBadInput where it is malformed.
  static std::optional<KmerClasses> load(const TensorFile& file, int n_classes);

 private:
  KmerClasses() = default;

  int k_ = 1;
  std::vector<float> shares_;   // (classes)
  std::vector<uint8_t> codes_;  // (centred_kmers(k), classes)
};

/// The settings that suit validation data best.
struct KmerClassChoice {
  KmerClassSettings settings;
  double log_loss = 0;  ///< nats per base
};

/// Tries every k of some counts with several smoothings on validation data.
class KmerClassTuner {
 public:
  /// `counts` must outlive the tuner.
  explicit KmerClassTuner(const KmerClassCounts& counts);

  void add(std::span<const uint8_t> tokens, std::span<const int32_t> labels);
  KmerClassChoice best() const;

 private:
  const KmerClassCounts& counts_;
  std::vector<double> shares_;
  int64_t bases_ = 0;
  double plain_ = 0;                 // loss of the overall shares
  std::vector<double> differences_;  // (k, smoothing): loss - plain
};

}  // namespace undula
