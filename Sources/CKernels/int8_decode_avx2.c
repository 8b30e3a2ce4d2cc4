// The AVX2 kernels of the int8 decoder beside its products: quantizing, norms, rotation, attention.
#if defined(__x86_64__)
#include <immintrin.h>
#include <math.h>

#include "int8_avx2.h"
#include "int8_exp8.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define ALWAYS_INLINE static inline __attribute__((always_inline))

enum { BLOCK = HK_KEY_BLOCK };

ALWAYS_INLINE float horizontal_sum(__m256 x) {
  __m128 s = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
  s = _mm_add_ps(s, _mm_movehl_ps(s, s));
  return _mm_cvtss_f32(_mm_add_ss(s, _mm_shuffle_ps(s, s, 1)));
}

ALWAYS_INLINE float horizontal_max(__m256 x) {
  __m128 s = _mm_max_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
  s = _mm_max_ps(s, _mm_movehl_ps(s, s));
  return _mm_cvtss_f32(_mm_max_ss(s, _mm_shuffle_ps(s, s, 1)));
}

ALWAYS_INLINE __m128i quantize8(const float *x, __m256 inverse, __m256i zero) {
  __m256i v = _mm256_add_epi32(_mm256_cvtps_epi32(_mm256_mul_ps(_mm256_loadu_ps(x), inverse)), zero);
  __m128i words = _mm_packs_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
  return _mm_min_epu8(_mm_packus_epi16(words, words), _mm_set1_epi8(127));
}

void hk_avx2_quantize(size_t count, size_t width, const float *x, size_t x_stride, uint8_t *values,
                      size_t stride, float *scales, int32_t *zeros) {
  for (size_t i = 0; i < count; i++, x += x_stride, values += stride) {
    __m256 low8 = _mm256_setzero_ps(), high8 = low8;
    for (size_t k = 0; k < width; k += 8) {
      __m256 v = _mm256_loadu_ps(x + k);
      low8 = _mm256_min_ps(v, low8);
      high8 = _mm256_max_ps(v, high8);
    }
    float low = -horizontal_max(_mm256_sub_ps(_mm256_setzero_ps(), low8)), high = horizontal_max(high8);
    float range = high - low, inverse = range < 1e-30f ? 0 : 127 / range;
    scales[i] = range < 1e-30f ? 0 : range / 127;
    zeros[i] = _mm_cvtss_si32(_mm_set_ss(-low * inverse));
    __m256 inverse8 = _mm256_set1_ps(inverse);
    __m256i zero8 = _mm256_set1_epi32(zeros[i]);
    for (size_t k = 0; k < width; k += 8)
      _mm_storel_epi64((__m128i *)(values + k), quantize8(x + k, inverse8, zero8));
  }
}

void hk_avx2_norm(size_t count, size_t width, size_t channels, float epsilon, const float *x, size_t x_stride,
                  const float *gain, float *y, size_t y_stride) {
  for (size_t i = 0; i < count; i++, x += x_stride, y += y_stride) {
    __m256 sum = _mm256_setzero_ps();
    for (size_t k = 0; k < width; k += 8) {
      __m256 v = _mm256_loadu_ps(x + k);
      sum = _mm256_fmadd_ps(v, v, sum);
    }
    __m256 factor = _mm256_set1_ps(1 / sqrtf(horizontal_sum(sum) / (float)channels + epsilon));
    for (size_t k = 0; k < width; k += 8) {
      __m256 v = _mm256_mul_ps(_mm256_loadu_ps(x + k), factor);
      _mm256_storeu_ps(y + k, _mm256_mul_ps(v, _mm256_loadu_ps(gain + k)));
    }
  }
}

void hk_avx2_rope(size_t count, size_t heads, size_t width, const int32_t *positions, const float *cosine,
                  const float *sine, float *x, size_t x_stride) {
  size_t half = width / 2;
  if (half % 8) {
    hk_int8_portable.rope(count, heads, width, positions, cosine, sine, x, x_stride);
    return;
  }
  for (size_t i = 0; i < count; i++, x += x_stride) {
    const float *cos_row = cosine + (size_t)positions[i] * half, *sin_row = sine + (size_t)positions[i] * half;
    for (size_t h = 0; h < heads; h++)
      for (size_t d = 0; d < half; d += 8) {
        float *a = x + h * width + d, *b = a + half;
        __m256 first = _mm256_loadu_ps(a), second = _mm256_loadu_ps(b);
        __m256 c = _mm256_loadu_ps(cos_row + d), s = _mm256_loadu_ps(sin_row + d);
        _mm256_storeu_ps(a, _mm256_fmsub_ps(first, c, _mm256_mul_ps(second, s)));
        _mm256_storeu_ps(b, _mm256_fmadd_ps(second, c, _mm256_mul_ps(first, s)));
      }
  }
}

/// c[4][16] = Σ over n of a[r][k] · b[k][16]: the one product of f32 that everything here is made of.
ALWAYS_INLINE void tile4x16(size_t n, const float *const a[4], const float *b, size_t b_stride, __m256 c[4][2]) {
#pragma clang loop unroll(full)
  for (size_t r = 0; r < 4; r++) c[r][0] = c[r][1] = _mm256_setzero_ps();
  for (size_t k = 0; k < n; k++, b += b_stride) {
    __m256 b0 = _mm256_loadu_ps(b), b1 = _mm256_loadu_ps(b + 8);
#pragma clang loop unroll(full)
    for (size_t r = 0; r < 4; r++) {
      __m256 value = _mm256_broadcast_ss(a[r] + k);
      c[r][0] = _mm256_fmadd_ps(value, b0, c[r][0]);
      c[r][1] = _mm256_fmadd_ps(value, b1, c[r][1]);
    }
  }
}

void hk_avx2_f32_gemm(size_t count, size_t depth, size_t panels, const float *x, size_t x_stride,
                      const float *weights, float *y, size_t y_stride) {
  for (size_t p = 0; p < panels; p++)
    for (size_t i = 0; i < count; i += 4) {
      const float *rows[4];
      __m256 c[4][2];
      for (size_t r = 0; r < 4; r++) rows[r] = x + (i + r < count ? i + r : count - 1) * x_stride;
      tile4x16(depth, rows, weights + p * depth * BLOCK, BLOCK, c);
      for (size_t r = 0; r < 4 && i + r < count; r++) {
        _mm256_storeu_ps(y + (i + r) * y_stride + p * BLOCK, c[r][0]);
        _mm256_storeu_ps(y + (i + r) * y_stride + p * BLOCK + 8, c[r][1]);
      }
    }
}

/// score[0 ..< seen] becomes e^(score - max), the rest up to `padded` zero; gives the sum.
ALWAYS_INLINE float softmax(float *score, size_t seen, size_t padded) {
  for (size_t j = seen; j < padded; j++) score[j] = -INFINITY;
  __m256 highest = _mm256_set1_ps(-INFINITY), sum = _mm256_setzero_ps();
  for (size_t j = 0; j < padded; j += 8) highest = _mm256_max_ps(highest, _mm256_loadu_ps(score + j));
  __m256 shift = _mm256_set1_ps(horizontal_max(highest)), absent = _mm256_set1_ps(-INFINITY);
  for (size_t j = 0; j < padded; j += 8) {
    __m256 s = _mm256_loadu_ps(score + j);
    __m256 weight = _mm256_andnot_ps(_mm256_cmp_ps(s, absent, _CMP_EQ_OQ), exp8(_mm256_sub_ps(s, shift)));
    _mm256_storeu_ps(score + j, weight);
    sum = _mm256_add_ps(sum, weight);
  }
  return horizontal_sum(sum);
}

/// One head of up to four queries from row `i` on.
///
/// A key of the row's own takes part at the place where the cache would have had it, with the same operations
/// in the same order, so that both ways give the same bits.
ALWAYS_INLINE void attend4(const struct hk_attention *attention, size_t head, size_t i, size_t count,
                           const int32_t *lengths, const float *queries, size_t query_stride, float *scratch,
                           size_t score_stride, float *out, size_t out_stride) {
  size_t width = attention->width, key_head = head / (attention->query_heads / attention->key_heads);
  const float *keys = attention->keys + key_head * attention->blocks * width * BLOCK;
  const float *values = attention->values + key_head * width;
  const float *rows[4], *scores[4];
  size_t row[4], longest = 0;
  float own_weight[4], inverse[4];
  for (size_t r = 0; r < 4; r++) {
    row[r] = i + r < count ? i + r : count - 1;
    rows[r] = queries + row[r] * query_stride + head * width;
    scores[r] = scratch + r * score_stride;
    if ((size_t)lengths[row[r]] > longest) longest = (size_t)lengths[row[r]];
  }
  size_t has_own = attention->own_keys != NULL;
  size_t padded = (longest + has_own + BLOCK - 1) / BLOCK * BLOCK;
  __m256 c[4][2], scale = _mm256_set1_ps(attention->scale);
  for (size_t j = 0; j < longest; j += BLOCK) {
    tile4x16(width, rows, keys + j * width, BLOCK, c);
    for (size_t r = 0; r < 4; r++) {
      _mm256_storeu_ps(scratch + r * score_stride + j, _mm256_mul_ps(c[r][0], scale));
      _mm256_storeu_ps(scratch + r * score_stride + j + 8, _mm256_mul_ps(c[r][1], scale));
    }
  }
  for (size_t r = 0; r < 4; r++) {
    float *score = scratch + r * score_stride;
    size_t length = (size_t)lengths[row[r]];
    if (has_own) {
      const float *key = attention->own_keys + row[r] * attention->own_stride + key_head * width;
      float dot = 0;
      for (size_t d = 0; d < width; d++) dot = __builtin_fmaf(rows[r][d], key[d], dot);
      score[length] = dot * attention->scale;
    }
    inverse[r] = 1 / softmax(score, length + has_own, padded);
    own_weight[r] = 0;
    if (has_own) {
      own_weight[r] = score[length];
      score[length] = 0;
    }
  }
  for (size_t d = 0; d < width; d += BLOCK) {
    tile4x16(longest, scores, values + d, attention->value_stride, c);
    for (size_t r = 0; r < 4 && i + r < count; r++) {
      if (has_own) {
        const float *value = attention->own_values + row[r] * attention->own_stride + key_head * width + d;
        c[r][0] = _mm256_fmadd_ps(_mm256_set1_ps(own_weight[r]), _mm256_loadu_ps(value), c[r][0]);
        c[r][1] = _mm256_fmadd_ps(_mm256_set1_ps(own_weight[r]), _mm256_loadu_ps(value + 8), c[r][1]);
      }
      float *to = out + (i + r) * out_stride + head * width + d;
      _mm256_storeu_ps(to, _mm256_mul_ps(c[r][0], _mm256_set1_ps(inverse[r])));
      _mm256_storeu_ps(to + 8, _mm256_mul_ps(c[r][1], _mm256_set1_ps(inverse[r])));
    }
  }
}

void hk_avx2_attention(struct hk_attention attention, size_t count, const int32_t *lengths,
                       const float *queries, size_t query_stride, float *scratch, float *out,
                       size_t out_stride) {
  if (attention.width % BLOCK) {
    hk_int8_portable.attention(attention, count, lengths, queries, query_stride, scratch, out, out_stride);
    return;
  }
  size_t score_stride = hk_score_stride(attention.blocks);
  for (size_t h = 0; h < attention.query_heads; h++)
    for (size_t i = 0; i < count; i += 4)
      attend4(&attention, h, i, count, lengths, queries, query_stride, scratch, score_stride, out, out_stride);
}

void hk_avx2_dot(size_t count, size_t width, const float *weights, const float *x, float *y) {
  for (size_t i = 0; i < count; i++, weights += width) {
    __m256 sum = _mm256_setzero_ps();
    for (size_t k = 0; k < width; k += 8)
      sum = _mm256_fmadd_ps(_mm256_loadu_ps(weights + k), _mm256_loadu_ps(x + k), sum);
    y[i] = horizontal_sum(sum);
  }
}

#pragma clang attribute pop
#endif
