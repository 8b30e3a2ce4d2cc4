// The quantized product with AVX512-VNNI: `vpdpbusd` multiplies 64 u7 by 64 s8 and adds them in fours to s32, in
// one instruction where AVX2 takes three for half as many.
//
// A tile is 8 rows by two panels. Of each panel the first 16 channels fill one register; the last 8 of both share
// a third.
#if defined(__x86_64__)
#include <immintrin.h>

#include "int8_avx2.h"
#include "int8_exp8.h"

#pragma clang attribute push(__attribute__((target("avx2,fma,avx512f,avx512vl,avx512dq,avx512vnni"))), \
                             apply_to = function)

enum { PANEL = HK_INT8_PANEL, TILE_ROWS = 8 };

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/// What belongs to the channels of two panels: the first 16 of each, then the last 8 of both.
struct channels {
  __m512 first, second, rest;
};

ALWAYS_INLINE struct channels load_channels(const float *a, const float *b) {
  __m512 rest = _mm512_insertf32x8(_mm512_castps256_ps512(_mm256_loadu_ps(a + 16)), _mm256_loadu_ps(b + 16), 1);
  return (struct channels){_mm512_loadu_ps(a), _mm512_loadu_ps(b), rest};
}

ALWAYS_INLINE void store_channels(struct channels x, float *a, float *b) {
  _mm512_storeu_ps(a, x.first);
  _mm256_storeu_ps(a + 16, _mm512_castps512_ps256(x.rest));
  if (a == b) return;
  _mm512_storeu_ps(b, x.second);
  _mm256_storeu_ps(b + 16, _mm512_extractf32x8_ps(x.rest, 1));
}

ALWAYS_INLINE __m512 scaled(__m512i sums, __m512 weight_sums, __m512 scales, __m512i zero, __m512 scale) {
  __m512i offset = _mm512_mullo_epi32(zero, _mm512_castps_si512(weight_sums));
  return _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_sub_epi32(sums, offset)), _mm512_mul_ps(scale, scales));
}

/// Rows i ..< i + n times the panels p and q.
ALWAYS_INLINE void panel_tile(const size_t n, struct hk_int8_rows rows, size_t i, struct hk_int8_matrix weights,
                              size_t p, size_t q, struct channels product[]) {
  __m512i sums[TILE_ROWS][3];
#pragma clang loop unroll(full)
  for (size_t r = 0; r < n; r++) sums[r][0] = sums[r][1] = sums[r][2] = _mm512_setzero_si512();
  const uint8_t *values = rows.values + i * rows.stride;
  const int8_t *a = weights.panels + p * PANEL * weights.depth, *b = weights.panels + q * PANEL * weights.depth;
  for (size_t k = 0; k < weights.depth; k += 4, a += 4 * PANEL, b += 4 * PANEL) {
    __m512i first = _mm512_loadu_si512(a), second = _mm512_loadu_si512(b);
    __m512i rest = _mm512_inserti64x4(_mm512_castsi256_si512(_mm256_loadu_si256((const __m256i *)(a + 64))),
                                      _mm256_loadu_si256((const __m256i *)(b + 64)), 1);
#pragma clang loop unroll(full)
    for (size_t r = 0; r < n; r++) {
      int32_t four;
      __builtin_memcpy(&four, values + r * rows.stride + k, sizeof four);
      __m512i row = _mm512_set1_epi32(four);
      sums[r][0] = _mm512_dpbusd_epi32(sums[r][0], row, first);
      sums[r][1] = _mm512_dpbusd_epi32(sums[r][1], row, second);
      sums[r][2] = _mm512_dpbusd_epi32(sums[r][2], row, rest);
    }
  }
  struct channels scales = load_channels(weights.scales + p * PANEL, weights.scales + q * PANEL);
  struct channels weight_sums =
      load_channels((const float *)(weights.sums + p * PANEL), (const float *)(weights.sums + q * PANEL));
#pragma clang loop unroll(full)
  for (size_t r = 0; r < n; r++) {
    __m512i zero = _mm512_set1_epi32(rows.zeros[i + r]);
    __m512 scale = _mm512_set1_ps(rows.scales[i + r]);
    product[r].first = scaled(sums[r][0], weight_sums.first, scales.first, zero, scale);
    product[r].second = scaled(sums[r][1], weight_sums.second, scales.second, zero, scale);
    product[r].rest = scaled(sums[r][2], weight_sums.rest, scales.rest, zero, scale);
  }
}

ALWAYS_INLINE void gemm_tile(const size_t n, struct hk_int8_rows rows, size_t i, struct hk_int8_matrix weights,
                             size_t p, size_t q, float *a, float *b, size_t y_stride, int accumulate) {
  struct channels product[TILE_ROWS];
  panel_tile(n, rows, i, weights, p, q, product);
#pragma clang loop unroll(full)
  for (size_t r = 0; r < n; r++) {
    float *to_a = a + (i + r) * y_stride, *to_b = b + (i + r) * y_stride;
    struct channels x = product[r];
    if (accumulate) {
      struct channels old = load_channels(to_a, to_b);
      x.first = _mm512_add_ps(x.first, old.first);
      x.second = _mm512_add_ps(x.second, old.second);
      x.rest = _mm512_add_ps(x.rest, old.rest);
    }
    store_channels(x, to_a, to_b);
  }
}

ALWAYS_INLINE __m256 silu8(__m256 x) {
  __m256 one = _mm256_set1_ps(1);
  __m256 sigmoid = _mm256_div_ps(one, _mm256_add_ps(one, exp8(_mm256_sub_ps(_mm256_setzero_ps(), x))));
  return _mm256_mul_ps(x, sigmoid);
}

ALWAYS_INLINE void swiglu_tile(const size_t n, struct hk_int8_rows rows, size_t i,
                               struct hk_int8_matrix weights, size_t pair, float *y, size_t y_stride) {
  struct channels product[TILE_ROWS];
  panel_tile(n, rows, i, weights, 2 * pair, 2 * pair + 1, product);
#pragma clang loop unroll(full)
  for (size_t r = 0; r < n; r++) {
    struct channels x = product[r];
    float *out = y + (i + r) * y_stride;
    __m256 gate[] = {_mm512_castps512_ps256(x.first), _mm512_extractf32x8_ps(x.first, 1),
                     _mm512_castps512_ps256(x.rest)};
    __m256 up[] = {_mm512_castps512_ps256(x.second), _mm512_extractf32x8_ps(x.second, 1),
                   _mm512_extractf32x8_ps(x.rest, 1)};
    for (size_t j = 0; j < 3; j++) _mm256_storeu_ps(out + 8 * j, _mm256_mul_ps(silu8(gate[j]), up[j]));
  }
}

// Rows that do not fill a tile go in smaller ones.
#define IN_TILES(count, tile, ...)                                                          \
  do {                                                                                      \
    size_t i = 0;                                                                           \
    for (; i + TILE_ROWS <= (count); i += TILE_ROWS) tile(TILE_ROWS, rows, i, __VA_ARGS__); \
    if (i + 4 <= (count)) { tile(4, rows, i, __VA_ARGS__); i += 4; }                        \
    if (i + 2 <= (count)) { tile(2, rows, i, __VA_ARGS__); i += 2; }                        \
    if (i < (count)) tile(1, rows, i, __VA_ARGS__);                                         \
  } while (0)

static void gemm(struct hk_int8_rows rows, struct hk_int8_matrix weights, size_t first, size_t last, float *y,
                 size_t y_stride, int accumulate) {
  for (size_t p = first; p < last; p += 2, y += 2 * PANEL) {
    // A last panel without a partner is its own: both halves write the same.
    size_t q = p + 1 < last ? p + 1 : p;
    IN_TILES(rows.count, gemm_tile, weights, p, q, y, y + (q - p) * PANEL, y_stride, accumulate);
  }
}

static void swiglu(struct hk_int8_rows rows, struct hk_int8_matrix weights, size_t pairs, float *y,
                   size_t y_stride) {
  for (size_t pair = 0; pair < pairs; pair++, y += PANEL)
    IN_TILES(rows.count, swiglu_tile, weights, pair, y, y_stride);
}

#pragma clang attribute pop

const struct hk_int8_table hk_int8_vnni = {hk_avx2_quantize, hk_avx2_norm,      gemm,        swiglu,
                                           hk_avx2_rope,     hk_avx2_attention, hk_avx2_dot, hk_avx2_f32_gemm};
#endif
