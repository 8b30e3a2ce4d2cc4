// Searches in UTF-8 that read many bytes at once.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What `haechi_text_span` may pass over besides ASCII U+0020 to U+007E.
enum {
  /// The ASCII controls U+0000 to U+001F and U+007F.
  HAECHI_TEXT_CONTROLS = 1,
  /// A to Z.
  HAECHI_TEXT_CAPITALS = 2,
  /// The syllables U+AC00 to U+D7A3.
  HAECHI_TEXT_SYLLABLES = 4,
  /// The modern compatibility jamo U+3131 to U+3163.
  HAECHI_TEXT_JAMO = 8,
  /// U+4000 to U+9FFF: Chinese characters and the hexagrams between them.
  HAECHI_TEXT_HAN = 16,
};

/// How many bytes from the beginning of `text` on are whole well-formed scalars of the kinds in `accepted`.
///
/// `text` begins at the beginning of a scalar. The answer may be less than the most: what it does not pass
/// over is to be looked at one by one. Reads `count` bytes.
size_t haechi_text_span(const uint8_t *text, size_t count, uint32_t accepted);

/// The clear twin of `haechi_text_span`, which finds the most; the same on every machine.
size_t haechi_text_span_portable(const uint8_t *text, size_t count, uint32_t accepted);

#ifdef __cplusplus
}
#endif
