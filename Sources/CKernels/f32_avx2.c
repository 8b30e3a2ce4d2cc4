// AVX2 with FMA: tiles of 6 x 16 fill 12 of 16 registers.
#include "f32_table.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <math.h>
#include <string.h>

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

enum { MR = 6, NR = 16 };
static void store_edge(const float *tile, float *c, size_t c_row, size_t rows, size_t columns, int add);

static void micro(size_t k, const float *a, size_t a_row, size_t a_column, const float *b, float *c,
                  size_t c_row, size_t rows, size_t columns, int add) {
  __m256 sum[MR][2];
#pragma clang loop unroll(full)
  for (int i = 0; i < MR; i++) sum[i][0] = sum[i][1] = _mm256_setzero_ps();
  for (size_t p = 0; p < k; p++, a += a_column, b += NR) {
    __m256 b0 = _mm256_loadu_ps(b), b1 = _mm256_loadu_ps(b + 8);
#pragma clang loop unroll(full)
    for (int i = 0; i < MR; i++) {
      __m256 broadcast = _mm256_set1_ps(a[i * a_row]);
      sum[i][0] = _mm256_fmadd_ps(broadcast, b0, sum[i][0]);
      sum[i][1] = _mm256_fmadd_ps(broadcast, b1, sum[i][1]);
    }
  }
  if (rows < MR || columns < NR) {
    float tile[MR * NR];
#pragma clang loop unroll(full)
    for (int i = 0; i < MR; i++) {
      _mm256_storeu_ps(tile + i * NR, sum[i][0]);
      _mm256_storeu_ps(tile + i * NR + 8, sum[i][1]);
    }
    store_edge(tile, c, c_row, rows, columns, add);
    return;
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < MR; i++) {
    float *row = c + i * c_row;
    if (add) {
      sum[i][0] = _mm256_add_ps(_mm256_loadu_ps(row), sum[i][0]);
      sum[i][1] = _mm256_add_ps(_mm256_loadu_ps(row + 8), sum[i][1]);
    }
    _mm256_storeu_ps(row, sum[i][0]);
    _mm256_storeu_ps(row + 8, sum[i][1]);
  }
}

#include "f32_gemm.h"
#include "f32_layers.h"

#pragma clang attribute pop

const struct hk_f32_table hk_f32_avx2 = HK_F32_TABLE;
#endif
