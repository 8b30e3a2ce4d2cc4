#pragma once
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// How many n-grams a line of the model of readings holds.
#define HAECHI_LINE_SLOTS 24

/// The level at which `fingerprint` is stored in the 64-byte line at `line`, or -1.
///
/// A line is 24 fingerprints of 16 bits, then 24 levels of 4 bits, then a byte that tells whether the line
/// has overflown, and 3 of nothing; one cache line, so a
/// lookup misses the cache once. `line` is 64-byte aligned.
static inline int haechi_reading_level(const uint8_t *line, uint16_t fingerprint) {
#if defined(__SSE2__)
  const __m128i pattern = _mm_set1_epi16((short)fingerprint);
  const __m128i a = _mm_cmpeq_epi16(_mm_load_si128((const __m128i *)line), pattern);
  const __m128i b = _mm_cmpeq_epi16(_mm_load_si128((const __m128i *)line + 1), pattern);
  const __m128i c = _mm_cmpeq_epi16(_mm_load_si128((const __m128i *)line + 2), pattern);
  const uint32_t low = (uint32_t)_mm_movemask_epi8(_mm_packs_epi16(a, b));
  const uint32_t high = (uint32_t)_mm_movemask_epi8(_mm_packs_epi16(c, _mm_setzero_si128()));
  const uint32_t mask = low | high << 16;
  if (mask == 0) return -1;
  const int slot = __builtin_ctz(mask);
#else
  int slot = 0;
  for (;; slot++) {
    if (slot == HAECHI_LINE_SLOTS) return -1;
    uint16_t other;
    memcpy(&other, line + 2 * slot, 2);
    if (other == fingerprint) break;
  }
#endif
  return line[48 + slot / 2] >> (slot % 2 * 4) & 15;
}
