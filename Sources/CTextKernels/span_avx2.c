// 32 bytes at a time: each byte is told by its kind, and the kinds of neighbours are compared as bit masks.
//
// After Keiser and Lemire 2021, "Validating UTF-8 In Less Than One Instruction Per Byte", cut down to the
// few ranges of lead bytes that Korean text is made of, which need no table.
#if defined(__x86_64__)
#include "span.h"

#include <immintrin.h>
#include <string.h>

#include "text_kernels.h"

#define AVX2 __attribute__((target("avx2")))

// Unsigned comparison: the byte lies in low...high.
AVX2 static inline uint32_t in_range(__m256i bytes, uint8_t low, uint8_t high) {
  __m256i shifted = _mm256_sub_epi8(bytes, _mm256_set1_epi8((char)low));
  __m256i capped = _mm256_min_epu8(shifted, _mm256_set1_epi8((char)(high - low)));
  return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(shifted, capped));
}

AVX2 static inline uint32_t is(__m256i bytes, uint8_t byte) {
  return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8((char)byte)));
}

// A mask moved on by one or two bytes, with what comes over from the block before.
struct carry {
  uint32_t lead, ea, ed, ed9e, e3, e384, e385;
};
#define NEXT(mask, before) ((mask) << 1 | (before) >> 31)
#define AFTER_NEXT(mask, before) ((mask) << 2 | (before) >> 30)

// Which bytes of a block are not where whole scalars of the accepted kinds have them, as a bit mask.
AVX2 static inline uint32_t refused(__m256i bytes, uint32_t accepted, struct carry *before) {
  uint32_t high = (uint32_t)_mm256_movemask_epi8(bytes);
  uint32_t bad = 0;
  if (!(accepted & HAECHI_TEXT_CONTROLS)) bad |= in_range(bytes, 0, 0x1F) | is(bytes, 0x7F);
  if (!(accepted & HAECHI_TEXT_CAPITALS)) bad |= in_range(bytes, 'A', 'Z');
  struct carry now = {0};
  if (high | before->lead >> 30) {
    uint32_t trail = in_range(bytes, 0x80, 0xBF);
    if (accepted & HAECHI_TEXT_SYLLABLES) {
      now.lead |= in_range(bytes, 0xEA, 0xED);
      now.ea = is(bytes, 0xEA);
      now.ed = is(bytes, 0xED);
      now.ed9e = NEXT(now.ed, before->ed) & is(bytes, 0x9E);
      bad |= NEXT(now.ea, before->ea) & in_range(bytes, 0x80, 0xAF);
      bad |= NEXT(now.ed, before->ed) & in_range(bytes, 0x9F, 0xBF);
      bad |= NEXT(now.ed9e, before->ed9e) & in_range(bytes, 0xA4, 0xBF);
    }
    if (accepted & HAECHI_TEXT_HAN) now.lead |= in_range(bytes, 0xE4, 0xE9);
    if (accepted & HAECHI_TEXT_JAMO) {
      now.e3 = is(bytes, 0xE3);
      now.lead |= now.e3;
      now.e384 = NEXT(now.e3, before->e3) & is(bytes, 0x84);
      now.e385 = NEXT(now.e3, before->e3) & is(bytes, 0x85);
      bad |= NEXT(now.e3, before->e3) & ~(now.e384 | now.e385);
      bad |= NEXT(now.e384, before->e384) & in_range(bytes, 0x80, 0xB0);
      bad |= NEXT(now.e385, before->e385) & in_range(bytes, 0xA4, 0xBF);
    }
    bad |= high & ~(trail | now.lead);
    bad |= trail ^ (NEXT(now.lead, before->lead) | AFTER_NEXT(now.lead, before->lead));
  }
  *before = now;
  return bad;
}

AVX2 size_t haechi_text_span_avx2(const uint8_t *text, size_t count, uint32_t accepted) {
  struct carry before = {0};
  size_t end = 0;
  uint32_t bad = 0;
  while (count - end >= 32 && !bad) {
    bad = refused(_mm256_loadu_si256((const __m256i *)(text + end)), accepted, &before);
    end += bad ? (size_t)__builtin_ctz(bad) : 32;
  }
  if (!bad && end < count) {
    // The rest, made up to a block with spaces, which cut short what is not whole.
    uint8_t rest[32];
    memset(rest, ' ', sizeof rest);
    memcpy(rest, text + end, count - end);
    bad = refused(_mm256_loadu_si256((const __m256i *)rest), accepted, &before);
    size_t stop = bad ? (size_t)__builtin_ctz(bad) : 32;
    end = stop < count - end ? end + stop : count;
  }
  // Back to the beginning of the scalar in which the search stopped, if it stopped inside of one.
  for (size_t back = 1; back <= 2 && back <= end; ++back) {
    if (text[end - back] >= 0xE0) return end - back;
    if (text[end - back] < 0x80) break;
  }
  return end;
}
#endif
