// The public f32 kernels: each picks the table of the instruction set asked for.
#include "f32_table.h"

static const struct hk_f32_table *table(enum hk_isa isa) {
#if defined(__x86_64__)
  if (isa == HK_ISA_AVX512) return &hk_f32_avx512;
  if (isa == HK_ISA_AVX2) return &hk_f32_avx2;
#endif
  (void)isa;
  return &hk_f32_portable;
}

size_t hk_f32_tile_rows(enum hk_isa isa) { return table(isa)->tile_rows; }

size_t hk_f32_tile_columns(enum hk_isa isa) { return table(isa)->tile_columns; }

size_t hk_f32_packed_count(enum hk_isa isa, size_t k, size_t n) {
  size_t width = table(isa)->tile_columns;
  return (n + width - 1) / width * width * k;
}

void hk_f32_pack(enum hk_isa isa, size_t k, size_t n, const float *b, size_t b_row, size_t b_column,
                 size_t first_panel, size_t last_panel, float *packed) {
  table(isa)->pack(k, n, b, b_row, b_column, first_panel, last_panel, packed);
}

void hk_f32_gemm(enum hk_isa isa, size_t m, size_t n, size_t k, const float *a, size_t a_row,
                 size_t a_column, const float *packed, float *c, size_t c_row, int accumulate,
                 float *scratch) {
  table(isa)->gemm(m, n, k, a, a_row, a_column, packed, c, c_row, accumulate, scratch);
}

void hk_f32_rmsnorm(enum hk_isa isa, size_t rows, size_t channels, float epsilon, const float *x,
                    const float *gain, float *y, float *rstd) {
  table(isa)->rmsnorm(rows, channels, epsilon, x, gain, y, rstd);
}

void hk_f32_rmsnorm_backward(enum hk_isa isa, size_t rows, size_t channels, const float *x,
                             const float *gain, const float *rstd, const float *dy, float *dx) {
  table(isa)->rmsnorm_backward(rows, channels, x, gain, rstd, dy, dx);
}

void hk_f32_rmsnorm_gain(enum hk_isa isa, size_t rows, size_t channels, size_t first, size_t last,
                         const float *x, const float *rstd, const float *dy, float *dgain) {
  table(isa)->rmsnorm_gain(rows, channels, first, last, x, rstd, dy, dgain);
}

void hk_f32_rope(enum hk_isa isa, size_t rows, size_t heads, size_t width, size_t x_row,
                 const int32_t *positions, const float *cosine, const float *sine, float sign, float *x) {
  table(isa)->rope(rows, heads, width, x_row, positions, cosine, sine, sign, x);
}

size_t hk_f32_attention_scratch(enum hk_isa isa, size_t length, size_t width) {
  size_t keys = hk_f32_packed_count(isa, width, length), values = hk_f32_packed_count(isa, length, width);
  return HK_F32_GEMM_SCRATCH + 2 * length * length + (keys > values ? keys : values);
}

void hk_f32_attention(enum hk_isa isa, size_t length, size_t width, float scale, const float *q,
                      const float *k, const float *v, size_t qkv_row, float *out, size_t out_row,
                      float *log_sum, size_t log_sum_stride, float *scratch) {
  table(isa)->attention(length, width, scale, q, k, v, qkv_row, out, out_row, log_sum, log_sum_stride,
                        scratch);
}

void hk_f32_attention_backward(enum hk_isa isa, size_t length, size_t width, float scale, const float *q,
                               const float *k, const float *v, size_t qkv_row, const float *dout,
                               size_t out_row, const float *log_sum, size_t log_sum_stride, float *dq,
                               float *dk, float *dv, int accumulate, float *scratch) {
  table(isa)->attention_backward(length, width, scale, q, k, v, qkv_row, dout, out_row, log_sum,
                                 log_sum_stride, dq, dk, dv, accumulate, scratch);
}

void hk_f32_swiglu(enum hk_isa isa, size_t rows, size_t width, const float *gate_up, float *out) {
  table(isa)->swiglu(rows, width, gate_up, out);
}

void hk_f32_swiglu_backward(enum hk_isa isa, size_t rows, size_t width, const float *gate_up,
                            const float *dout, float *dgate_up) {
  table(isa)->swiglu_backward(rows, width, gate_up, dout, dgate_up);
}

void hk_f32_cross_entropy(enum hk_isa isa, size_t rows, size_t classes, size_t logits_row, float *logits,
                          const int32_t *targets, const float *weights, float *losses) {
  table(isa)->cross_entropy(rows, classes, logits_row, logits, targets, weights, losses);
}

void hk_f32_dropout(enum hk_isa isa, size_t count, uint64_t key, uint32_t first_index, uint32_t threshold,
                    const float *x, float *out, int accumulate) {
  table(isa)->dropout(count, key, first_index, threshold, x, out, accumulate);
}

void hk_f32_add(enum hk_isa isa, size_t count, const float *x, float *out) { table(isa)->add(count, x, out); }

void hk_f32_exp(enum hk_isa isa, size_t count, float *x) { table(isa)->exp(count, x); }

double hk_f32_sum_of_squares(enum hk_isa isa, size_t count, const float *x) {
  return table(isa)->sum_of_squares(count, x);
}

void hk_f32_adamw_step(enum hk_isa isa, size_t count, struct hk_f32_adamw step, const float *gradient,
                       float *parameters, float *first_moment, float *second_moment) {
  table(isa)->adamw(count, step, gradient, parameters, first_moment, second_moment);
}

void hk_f32_average(enum hk_isa isa, size_t count, float decay, const float *x, float *average) {
  table(isa)->average(count, decay, x, average);
}
