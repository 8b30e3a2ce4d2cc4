#include "span.h"

#include "text_kernels.h"

static int accepts_ascii(uint8_t byte, uint32_t accepted) {
  if (byte < 0x20 || byte == 0x7F) return (accepted & HAECHI_TEXT_CONTROLS) != 0;
  if (byte >= 'A' && byte <= 'Z') return (accepted & HAECHI_TEXT_CAPITALS) != 0;
  return 1;
}

static int accepts_triple(uint32_t scalar, uint32_t accepted) {
  if (scalar >= 0xAC00 && scalar <= 0xD7A3) return (accepted & HAECHI_TEXT_SYLLABLES) != 0;
  if (scalar >= 0x3131 && scalar <= 0x3163) return (accepted & HAECHI_TEXT_JAMO) != 0;
  if (scalar >= 0x4000 && scalar <= 0x9FFF) return (accepted & HAECHI_TEXT_HAN) != 0;
  return 0;
}

size_t haechi_text_span_portable(const uint8_t *text, size_t count, uint32_t accepted) {
  size_t offset = 0;
  while (offset < count) {
    uint8_t first = text[offset];
    if (first < 0x80) {
      if (!accepts_ascii(first, accepted)) return offset;
      offset += 1;
      continue;
    }
    // None of the kinds has a lead byte below E3 or above ED; no scalar of three bytes there is overlong.
    if (first < 0xE3 || first > 0xED || count - offset < 3) return offset;
    uint8_t second = text[offset + 1], third = text[offset + 2];
    if ((second & 0xC0) != 0x80 || (third & 0xC0) != 0x80) return offset;
    uint32_t scalar = (uint32_t)(first & 0x0F) << 12 | (uint32_t)(second & 0x3F) << 6 | (third & 0x3F);
    if (!accepts_triple(scalar, accepted)) return offset;
    offset += 3;
  }
  return offset;
}

size_t haechi_text_span(const uint8_t *text, size_t count, uint32_t accepted) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return haechi_text_span_avx2(text, count, accepted);
#endif
  return haechi_text_span_portable(text, count, accepted);
}
