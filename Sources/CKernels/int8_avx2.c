// The quantized product with AVX2: `vpmaddubsw` multiplies 32 u7 by 32 s8 and adds them in pairs to s16.
#if defined(__x86_64__)
#include <immintrin.h>

#include "int8_avx2.h"
#include "int8_exp8.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define TILE_ROWS 4

static inline __attribute__((always_inline)) __m256i dot4(__m256i sum, __m256i a, __m256i b) {
  return _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(a, b), _mm256_set1_epi16(1)));
}

#include "int8_gemm.h"

#pragma clang attribute pop

const struct hk_int8_table hk_int8_avx2 = {hk_avx2_quantize, hk_avx2_norm,      gemm,        swiglu,
                                           hk_avx2_rope,     hk_avx2_attention, hk_avx2_dot, hk_avx2_f32_gemm};
#endif
