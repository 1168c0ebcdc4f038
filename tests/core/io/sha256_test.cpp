#include "core/io/sha256.h"

#include "tests/support/catch.h"

namespace undula {

// Vectors of FIPS 180-4 (NIST, "SHA examples") and of the NESSIE project.
TEST_CASE("SHA-256 gives the published digests") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256_hex(std::string(1000000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 does not depend on how the bytes are cut") {
  const std::string text(300, 'x');
  for (const size_t piece : {1, 7, 63, 64, 65, 128}) {
    Sha256 sha;
    for (size_t i = 0; i < text.size(); i += piece) sha.update(std::string_view(text).substr(i, piece));
    CHECK(sha.hex() == sha256_hex(text));
  }
}

}  // namespace undula
