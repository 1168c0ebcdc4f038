#pragma once
#include <cstdint>
#include <cstdio>
#include <vector>

namespace undula {

/// The zoom levels of a bigWig file (Kent et al. 2010, supplement): what its values come to in stretches of 2,048
/// bases, of four times that, and so on, for views from afar. libBigWig makes them with whole contigs in memory; these
/// take 32 bytes for each 2,048 bases that have values.
class BigWigZoom {
 public:
  static constexpr int kLevels = 8;  ///< whose headers must have been left free behind the file's own

  /// Values come in the order of the track.
  void add(uint32_t contig, uint32_t begin, uint32_t end, float value);

  /// Puts the levels at the end of a complete bigWig file, in the place of its closing mark, which is written again.
  /// `lengths` are those of the contigs. False, with errno, where that fails.
  bool write(std::FILE* file, const std::vector<uint32_t>& lengths) const;

 private:
  struct Summary {  // as it lies in the file
    uint32_t contig, begin, end, covered;
    float lowest, highest, sum, squares;
  };
  static std::vector<Summary> coarser(const std::vector<Summary>& from, uint32_t width);
  static bool write_level(std::FILE* file, std::vector<Summary> level, const std::vector<uint32_t>& lengths,
                          uint32_t width, int number);

  std::vector<Summary> finest_;
};

}  // namespace undula
