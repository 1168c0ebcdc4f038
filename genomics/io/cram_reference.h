#pragma once
#include <cstdint>
#include <string>

#include "genomics/io/hts_handles.h"

namespace undula {

/// Keeps HTSlib off the network: where the user has not set REF_PATH it becomes samtools' own cache in the home folder,
/// which HTSlib looks into by default, without the server that HTSlib would ask next.
void keep_references_local();

/// Takes out every UR (where a reference lies) of this header that is no local file: HTSlib would ask for it.
void drop_remote_references(sam_hdr_t* header);

/// Makes `file` decode or encode CRAM against this FASTA file; does nothing where `reference` is empty.
/// Errors: kMissing where the file is not there; kBadInput where it has no index and none can be made.
void set_cram_reference(htsFile* file, const std::string& reference);

/// True where record `number` (from 0) of a CRAM file reads as long as its bases are not asked for: then what it lacks
/// is its reference. False where the file cannot be opened a second time.
bool reads_without_bases(const std::string& path, int64_t number);

}  // namespace undula
