#pragma once
#include "int8_table.h"

// The AVX2 kernels that wider instruction sets use as they are.
void hk_avx2_quantize(size_t count, size_t width, const float *x, size_t x_stride, uint8_t *values,
                      size_t stride, float *scales, int32_t *zeros);
void hk_avx2_norm(size_t count, size_t width, size_t channels, float epsilon, const float *x, size_t x_stride,
                  const float *gain, float *y, size_t y_stride);
void hk_avx2_rope(size_t count, size_t heads, size_t width, const int32_t *positions, const float *cosine,
                  const float *sine, float *x, size_t x_stride);
void hk_avx2_attention(struct hk_attention attention, size_t count, const int32_t *lengths,
                       const float *queries, size_t query_stride, float *scratch, float *out,
                       size_t out_stride);
void hk_avx2_dot(size_t count, size_t width, const float *weights, const float *x, float *y);
void hk_avx2_f32_gemm(size_t count, size_t depth, size_t panels, const float *x, size_t x_stride,
                      const float *weights, float *y, size_t y_stride);
