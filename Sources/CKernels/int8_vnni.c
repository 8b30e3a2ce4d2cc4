// The quantized product with AVX512-VNNI at 256 bits: `vpdpbusd` does in one instruction what takes AVX2 three,
// and 32 registers hold a tile of twice the height.
#if defined(__x86_64__)
#include <immintrin.h>

#include "int8_avx2.h"
#include "int8_exp8.h"

#pragma clang attribute push(__attribute__((target("avx2,fma,avx512f,avx512vl,avx512vnni"))), apply_to = function)

#define TILE_ROWS 8

static inline __attribute__((always_inline)) __m256i dot4(__m256i sum, __m256i a, __m256i b) {
  return _mm256_dpbusd_epi32(sum, a, b);
}

#include "int8_gemm.h"

#pragma clang attribute pop

const struct hk_int8_table hk_int8_vnni = {hk_avx2_quantize, hk_avx2_norm,      gemm,        swiglu,
                                           hk_avx2_rope,     hk_avx2_attention, hk_avx2_dot, hk_avx2_f32_gemm};
#endif
