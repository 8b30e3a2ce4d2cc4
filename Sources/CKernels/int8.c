#include <math.h>

#include "int8_table.h"

static const struct hk_int8_table *table(enum hk_isa isa) {
#if defined(__x86_64__)
  int has_vnni = __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512vl") &&
                 __builtin_cpu_supports("avx512dq");
  if (isa == HK_ISA_AVX512 && has_vnni) return &hk_int8_vnni;
  if (isa >= HK_ISA_AVX2) return &hk_int8_avx2;
#endif
  (void)isa;
  return &hk_int8_portable;
}

void hk_int8_quantize(enum hk_isa isa, size_t count, size_t width, const float *x, size_t x_stride,
                      uint8_t *values, size_t stride, float *scales, int32_t *zeros) {
  table(isa)->quantize(count, width, x, x_stride, values, stride, scales, zeros);
}

void hk_int8_remainder(struct hk_int8_rows rows, size_t width, const float *x, size_t x_stride, float *y) {
  for (size_t i = 0; i < rows.count; i++) {
    const uint8_t *values = rows.values + i * rows.stride;
    for (size_t k = 0; k < width; k++)
      y[i * width + k] = x[i * x_stride + k] - rows.scales[i] * (float)(values[k] - rows.zeros[i]);
  }
}

void hk_int8_gate(size_t count, size_t pairs, const float *x, float *y, size_t y_stride) {
  for (size_t i = 0; i < count; i++)
    for (size_t p = 0; p < pairs; p++) {
      const float *gate = x + (i * pairs + p) * 2 * HK_INT8_PANEL, *up = gate + HK_INT8_PANEL;
      float *out = y + i * y_stride + p * HK_INT8_PANEL;
      for (size_t j = 0; j < HK_INT8_PANEL; j++) out[j] = gate[j] / (1 + expf(-gate[j])) * up[j];
    }
}

void hk_int8_norm(enum hk_isa isa, size_t count, size_t width, size_t channels, float epsilon,
                  const float *x, size_t x_stride, const float *gain, float *y, size_t y_stride) {
  table(isa)->norm(count, width, channels, epsilon, x, x_stride, gain, y, y_stride);
}

void hk_int8_gemm(enum hk_isa isa, struct hk_int8_rows rows, struct hk_int8_matrix weights, size_t first,
                  size_t last, float *y, size_t y_stride, int accumulate) {
  table(isa)->gemm(rows, weights, first, last, y, y_stride, accumulate);
}

void hk_int8_swiglu(enum hk_isa isa, struct hk_int8_rows rows, struct hk_int8_matrix weights, size_t pairs,
                    float *y, size_t y_stride) {
  table(isa)->swiglu(rows, weights, pairs, y, y_stride);
}

void hk_int8_embed(size_t count, size_t width, const int32_t *ids, const int8_t *table, const float *scales,
                   float *x, size_t x_stride) {
  for (size_t i = 0; i < count; i++) {
    const int8_t *row = table + (size_t)ids[i] * width;
    float scale = scales[ids[i]];
    for (size_t k = 0; k < width; k++) x[i * x_stride + k] = (float)row[k] * scale;
  }
}

void hk_decode_rope(enum hk_isa isa, size_t count, size_t heads, size_t width, const int32_t *positions,
                    const float *cosine, const float *sine, float *x, size_t x_stride) {
  table(isa)->rope(count, heads, width, positions, cosine, sine, x, x_stride);
}

void hk_decode_store_keys(size_t count, size_t first, size_t heads, size_t width, size_t blocks,
                          const float *x, size_t x_stride, float *cache) {
  for (size_t i = 0; i < count; i++) {
    size_t block = (first + i) / HK_KEY_BLOCK, lane = (first + i) % HK_KEY_BLOCK;
    for (size_t h = 0; h < heads; h++) {
      const float *key = x + i * x_stride + h * width;
      float *to = cache + (h * blocks + block) * width * HK_KEY_BLOCK + lane;
      for (size_t d = 0; d < width; d++) to[d * HK_KEY_BLOCK] = key[d];
    }
  }
}

size_t hk_attention_scratch(size_t blocks) { return 4 * hk_score_stride(blocks); }

void hk_decode_attention(enum hk_isa isa, struct hk_attention attention, size_t count,
                         const int32_t *lengths, const float *queries, size_t query_stride, float *scratch,
                         float *out, size_t out_stride) {
  table(isa)->attention(attention, count, lengths, queries, query_stride, scratch, out, out_stride);
}

void hk_decode_dot(enum hk_isa isa, size_t count, size_t width, const float *weights, const float *x,
                   float *y) {
  table(isa)->dot(count, width, weights, x, y);
}

void hk_decode_f32_gemm(enum hk_isa isa, size_t count, size_t depth, size_t panels, const float *x,
                        size_t x_stride, const float *weights, float *y, size_t y_stride) {
  table(isa)->f32_gemm(count, depth, panels, x, x_stride, weights, y, y_stride);
}
