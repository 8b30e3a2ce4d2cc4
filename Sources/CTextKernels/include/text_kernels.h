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

/// The most bytes from the beginning of `text` on that are whole well-formed scalars of the kinds in `accepted`.
///
/// `text` begins at the beginning of a scalar. Reads `count` bytes and no more.
size_t haechi_text_span(const uint8_t *text, size_t count, uint32_t accepted);

/// The clear twin of `haechi_text_span`, one scalar at a time.
size_t haechi_text_span_portable(const uint8_t *text, size_t count, uint32_t accepted);

#ifdef __cplusplus
}
#endif
