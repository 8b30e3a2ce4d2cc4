#pragma once
#include <stddef.h>
#include <stdint.h>

#include "isa.h"

// Kernels in f32 for training. Pure arithmetic: every buffer, scratch included, is the caller's.
// Matrices are row-major; `*_row` and `*_stride` are distances between rows in floats. The value of each
// output element depends neither on how the caller cuts the rows among threads nor on its neighbours.
// Variants for different instruction sets agree within rounding, not to the bit.

// ---- Matrix product ----------------------------------------------------------------------------------

/// Floats of scratch that one call of `hk_f32_gemm` needs.
#define HK_F32_GEMM_SCRATCH (144 * 288)

/// Rows of the tile that the innermost loop holds in registers.
size_t hk_f32_tile_rows(enum hk_isa isa);
/// Columns of that tile, which is the width of a packed panel.
size_t hk_f32_tile_columns(enum hk_isa isa);
/// Floats of B [k, n] once packed.
size_t hk_f32_packed_count(enum hk_isa isa, size_t k, size_t n);

/// Packs panels `first_panel ..< last_panel` of B [k, n], whose element (i, j) is `b[i * b_row + j * b_column]`.
/// One of `b_row` and `b_column` is 1.
void hk_f32_pack(enum hk_isa isa, size_t k, size_t n, const float *b, size_t b_row, size_t b_column,
                 size_t first_panel, size_t last_panel, float *packed);

/// C [m, n] = A [m, k] · B, or += where `accumulate`; A's element (i, j) is `a[i * a_row + j * a_column]`.
/// Each element is summed in blocks over k whose bounds depend on k alone.
void hk_f32_gemm(enum hk_isa isa, size_t m, size_t n, size_t k, const float *a, size_t a_row,
                 size_t a_column, const float *packed, float *c, size_t c_row, int accumulate,
                 float *scratch);

// ---- Layers ------------------------------------------------------------------------------------------

/// y = x · rstd · gain with rstd = 1 / √(mean(x²) + epsilon); x, y [rows, channels], rstd [rows].
void hk_f32_rmsnorm(enum hk_isa isa, size_t rows, size_t channels, float epsilon, const float *x,
                    const float *gain, float *y, float *rstd);

/// dx += ∂L/∂x of `hk_f32_rmsnorm`.
void hk_f32_rmsnorm_backward(enum hk_isa isa, size_t rows, size_t channels, const float *x,
                             const float *gain, const float *rstd, const float *dy, float *dx);

/// dgain[c] += Σ over rows of dy · x · rstd, for the channels `first ..< last`.
void hk_f32_rmsnorm_gain(enum hk_isa isa, size_t rows, size_t channels, size_t first, size_t last,
                         const float *x, const float *rstd, const float *dy, float *dgain);

/// Rotates each head of x [rows, heads, width] in place by its row's position (rotate-half, as in Hugging
/// Face); `cosine` and `sine` are [positions, width / 2]. `sign` is 1 forward and -1 backward.
void hk_f32_rope(enum hk_isa isa, size_t rows, size_t heads, size_t width, size_t x_row,
                 const int32_t *positions, const float *cosine, const float *sine, float sign, float *x);

/// Floats of scratch that attention over `length` tokens of one head needs.
size_t hk_f32_attention_scratch(enum hk_isa isa, size_t length, size_t width);

/// Causal attention of one head of one sequence: out = softmax(scale · q kᵀ) v; q, k, v, out [length, width].
/// `log_sum[i * log_sum_stride]` receives the logarithm of row i's softmax denominator.
void hk_f32_attention(enum hk_isa isa, size_t length, size_t width, float scale, const float *q,
                      const float *k, const float *v, size_t qkv_row, float *out, size_t out_row,
                      float *log_sum, size_t log_sum_stride, float *scratch);

/// Gradients of `hk_f32_attention`: dq is written; dk and dv are written, or added to where `accumulate`.
void hk_f32_attention_backward(enum hk_isa isa, size_t length, size_t width, float scale, const float *q,
                               const float *k, const float *v, size_t qkv_row, const float *dout,
                               size_t out_row, const float *log_sum, size_t log_sum_stride, float *dq,
                               float *dk, float *dv, int accumulate, float *scratch);

/// out = silu(gate) · up; gate_up [rows, 2 · width] holds the gates before the ups, out [rows, width].
void hk_f32_swiglu(enum hk_isa isa, size_t rows, size_t width, const float *gate_up, float *out);

/// Gradient of `hk_f32_swiglu`.
void hk_f32_swiglu_backward(enum hk_isa isa, size_t rows, size_t width, const float *gate_up,
                            const float *dout, float *dgate_up);

/// Softmax cross-entropy: losses[i] = logΣexp(logits[i]) - logits[i][targets[i]], and the logits become
/// their own gradient, `weights[i]` · (softmax - one-hot).
void hk_f32_cross_entropy(enum hk_isa isa, size_t rows, size_t classes, size_t logits_row, float *logits,
                          const int32_t *targets, const float *weights, float *losses);

/// out = keep · scale · x, or += where `accumulate`. An element is kept when its hash, of `key` and its
/// index counted from `first_index`, is below `threshold`; the scale is 2³² / threshold. x [count].
void hk_f32_dropout(enum hk_isa isa, size_t count, uint64_t key, uint32_t first_index, uint32_t threshold,
                    const float *x, float *out, int accumulate);

/// out += x.
void hk_f32_add(enum hk_isa isa, size_t count, const float *x, float *out);

/// e^x in place; what attention, SwiGLU and cross-entropy use. Within 2 ulp for -87 ≤ x ≤ 88, clamped beyond.
void hk_f32_exp(enum hk_isa isa, size_t count, float *x);

// ---- Optimizer ---------------------------------------------------------------------------------------

/// Σ x².
double hk_f32_sum_of_squares(enum hk_isa isa, size_t count, const float *x);

/// The constants of one AdamW step (Loshchilov and Hutter 2019, algorithm 2, as PyTorch computes it).
struct hk_f32_adamw {
  float rate, beta1, beta2, epsilon, decay;
  /// 1 - beta1^step and 1 - beta2^step.
  float correction1, correction2;
  /// What the gradient is multiplied by first: the clipping.
  float gradient_scale;
};

/// One AdamW step in place over parameters, first and second moments.
void hk_f32_adamw_step(enum hk_isa isa, size_t count, struct hk_f32_adamw step, const float *gradient,
                       float *parameters, float *first_moment, float *second_moment);

/// average = decay · average + (1 - decay) · x.
void hk_f32_average(enum hk_isa isa, size_t count, float decay, const float *x, float *average);
