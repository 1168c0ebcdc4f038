#pragma once
#include <string>
#include <string_view>

namespace undula {

/// A FASTA record: '>' and the header, then the sequence in lines of 60 letters.
std::string fasta_text(std::string_view header, std::string_view sequence);

}  // namespace undula
