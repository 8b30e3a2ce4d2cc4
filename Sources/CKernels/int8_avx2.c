// The quantized product with AVX2: `vpmaddubsw` multiplies 32 u7 by 32 s8 and adds them in pairs to s16.
//
// A tile keeps 4 rows x 24 sums in registers; a panel of weights stays in the first-level cache while all rows
// pass it.
#if defined(__x86_64__)
#include <immintrin.h>

#include "int8_avx2.h"
#include "int8_exp8.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

enum { PANEL = HK_INT8_PANEL, TILE_ROWS = 4 };

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/// sum + the dot products of 4 u7 of `a` with 4 s8 of `b`, in each 32-bit lane.
ALWAYS_INLINE __m256i dot4(__m256i sum, __m256i a, __m256i b) {
  return _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(a, b), _mm256_set1_epi16(1)));
}

ALWAYS_INLINE void panel_tile(const size_t n, struct hk_int8_rows rows, size_t i, struct hk_int8_matrix weights,
                              size_t panel, __m256 product[][3]) {
  __m256i sums[TILE_ROWS][3];
#pragma clang loop unroll(full)
  for (size_t r = 0; r < n; r++) sums[r][0] = sums[r][1] = sums[r][2] = _mm256_setzero_si256();
  const uint8_t *a = rows.values + i * rows.stride;
  const __m256i *b = (const __m256i *)(weights.panels + panel * PANEL * weights.depth);
  for (size_t k = 0; k < weights.depth; k += 4, b += 3) {
#pragma clang loop unroll(full)
    for (size_t r = 0; r < n; r++) {
      int32_t four;
      __builtin_memcpy(&four, a + r * rows.stride + k, sizeof four);
      __m256i values = _mm256_set1_epi32(four);
#pragma clang loop unroll(full)
      for (size_t j = 0; j < 3; j++) sums[r][j] = dot4(sums[r][j], values, _mm256_load_si256(b + j));
      // 12 sums, the ones, a row's four bytes and a product fill 15 of 16 registers, so weights must stay
      // operands in memory. Without this barrier the compiler keeps three of them and spills sums: 6 more
      // instructions in 44 (the same time on a Sapphire Rapids core, where the multipliers are the limit).
      __asm__ volatile("" ::: "memory");
    }
  }
  const float *scales = weights.scales + panel * PANEL;
  const int32_t *weight_sums = weights.sums + panel * PANEL;
#pragma clang loop unroll(full)
  for (size_t r = 0; r < n; r++) {
    __m256i zero = _mm256_set1_epi32(rows.zeros[i + r]);
    __m256 scale = _mm256_set1_ps(rows.scales[i + r]);
#pragma clang loop unroll(full)
    for (size_t j = 0; j < 3; j++) {
      __m256i offset = _mm256_mullo_epi32(zero, _mm256_loadu_si256((const __m256i *)(weight_sums + 8 * j)));
      __m256 sum = _mm256_cvtepi32_ps(_mm256_sub_epi32(sums[r][j], offset));
      product[r][j] = _mm256_mul_ps(sum, _mm256_mul_ps(scale, _mm256_loadu_ps(scales + 8 * j)));
    }
  }
}

ALWAYS_INLINE void gemm_tile(const size_t n, struct hk_int8_rows rows, size_t i, struct hk_int8_matrix weights,
                             size_t panel, float *y, size_t y_stride, int accumulate) {
  __m256 product[TILE_ROWS][3];
  panel_tile(n, rows, i, weights, panel, product);
#pragma clang loop unroll(full)
  for (size_t r = 0; r < n; r++)
#pragma clang loop unroll(full)
    for (size_t j = 0; j < 3; j++) {
      float *out = y + (i + r) * y_stride + 8 * j;
      __m256 value = product[r][j];
      if (accumulate) value = _mm256_add_ps(value, _mm256_loadu_ps(out));
      _mm256_storeu_ps(out, value);
    }
}

ALWAYS_INLINE void swiglu_tile(const size_t n, struct hk_int8_rows rows, size_t i,
                               struct hk_int8_matrix weights, size_t pair, float *y, size_t y_stride) {
  __m256 gate[TILE_ROWS][3], up[TILE_ROWS][3];
  panel_tile(n, rows, i, weights, 2 * pair, gate);
  panel_tile(n, rows, i, weights, 2 * pair + 1, up);
#pragma clang loop unroll(full)
  for (size_t r = 0; r < n; r++)
#pragma clang loop unroll(full)
    for (size_t j = 0; j < 3; j++) {
      __m256 one = _mm256_set1_ps(1), g = gate[r][j];
      __m256 sigmoid = _mm256_div_ps(one, _mm256_add_ps(one, exp8(_mm256_sub_ps(_mm256_setzero_ps(), g))));
      _mm256_storeu_ps(y + (i + r) * y_stride + 8 * j, _mm256_mul_ps(_mm256_mul_ps(g, sigmoid), up[r][j]));
    }
}

// Rows that do not fill a tile go in smaller ones of 2 and 1.
#define IN_TILES(count, tile, ...)                                                          \
  do {                                                                                      \
    size_t i = 0;                                                                           \
    for (; i + TILE_ROWS <= (count); i += TILE_ROWS) tile(TILE_ROWS, rows, i, __VA_ARGS__); \
    if (i + 2 <= (count)) { tile(2, rows, i, __VA_ARGS__); i += 2; }                        \
    if (i < (count)) tile(1, rows, i, __VA_ARGS__);                                         \
  } while (0)

static void gemm(struct hk_int8_rows rows, struct hk_int8_matrix weights, size_t first, size_t last, float *y,
                 size_t y_stride, int accumulate) {
  for (size_t panel = first; panel < last; panel++, y += PANEL)
    IN_TILES(rows.count, gemm_tile, weights, panel, y, y_stride, accumulate);
}

static void swiglu(struct hk_int8_rows rows, struct hk_int8_matrix weights, size_t pairs, float *y,
                   size_t y_stride) {
  for (size_t pair = 0; pair < pairs; pair++, y += PANEL)
    IN_TILES(rows.count, swiglu_tile, weights, pair, y, y_stride);
}

#pragma clang attribute pop

const struct hk_int8_table hk_int8_avx2 = {hk_avx2_quantize, hk_avx2_norm,      gemm,        swiglu,
                                           hk_avx2_rope,     hk_avx2_attention, hk_avx2_dot, hk_avx2_f32_gemm};
#endif
