#pragma once
#include <stddef.h>
#include <stdint.h>

#include "isa.h"

// Kernels of the int8 decoder. Pure arithmetic: every buffer, scratch included, is the caller's, and a row's
// result depends on no other row. Widths of rows are multiples of `HK_INT8_PANEL`; what lies beyond the true
// width is zero. Integer results are the same bits for every instruction set.

/// Output channels in one panel of packed weights: three AVX2 registers of int32 sums.
#define HK_INT8_PANEL 24

/// Keys in one block of the key cache.
#define HK_KEY_BLOCK 16

/// Rows of activations as u7: x ≈ scale · (values - zero), with values and zero in 0...127.
///
/// Two products of u7 and s8 sum to at most 2 · 127 · 127 < 2¹⁵, so `vpmaddubsw` never saturates. Each row has its
/// own range from its least to its greatest value: against ±greatest magnitude around a zero of 64 that took the
/// relative error of a trained model's logits from 0.36 to 0.31 %.
struct hk_int8_rows {
  const uint8_t *values;
  const float *scales;
  const int32_t *zeros;
  size_t count, stride;
};

/// Weights [channels, depth] as s8 in -127...127, each channel with its own scale.
///
/// Panel p holds the channels 24p ..< 24p + 24: depth / 4 groups of 24 channels x 4 consecutive weights.
/// `sums` are the sums of each channel's weights, by which the rows' zeros are taken out.
struct hk_int8_matrix {
  const int8_t *panels;
  const float *scales;
  const int32_t *sums;
  size_t depth;
};

/// Quantizes `count` rows of `width` floats; `stride` is the distance between rows of `values`, in bytes.
void hk_int8_quantize(enum hk_isa isa, size_t count, size_t width, const float *x, size_t x_stride,
                      uint8_t *values, size_t stride, float *scales, int32_t *zeros);

/// y = x - scale · (values - zero): what quantization left out of each row.
void hk_int8_remainder(struct hk_int8_rows rows, size_t width, const float *x, size_t x_stride, float *y);

/// y = silu(gate) · up for rows of gates and ups as `hk_int8_gemm` gives them for a matrix of `hk_int8_swiglu`.
void hk_int8_gate(size_t count, size_t pairs, const float *x, float *y, size_t y_stride);

/// y = x · gain / √(Σ x² / channels + epsilon) for each row.
void hk_int8_norm(enum hk_isa isa, size_t count, size_t width, size_t channels, float epsilon,
                  const float *x, size_t x_stride, const float *gain, float *y, size_t y_stride);

/// y[:, 24·(p - first)...] = rows · weightsᵀ for the panels first ..< last, or += where `accumulate`.
void hk_int8_gemm(enum hk_isa isa, struct hk_int8_rows rows, struct hk_int8_matrix weights, size_t first,
                  size_t last, float *y, size_t y_stride, int accumulate);

/// y = silu(gate) · up, where panel 2p of `weights` is the gate and panel 2p + 1 the up of the channels
/// 24p ..< 24p + 24; `pairs` pairs of panels.
void hk_int8_swiglu(enum hk_isa isa, struct hk_int8_rows rows, struct hk_int8_matrix weights, size_t pairs,
                    float *y, size_t y_stride);

/// Row i of x [count, width] = row `ids[i]` of the table [.., width], times that row's scale.
void hk_int8_embed(size_t count, size_t width, const int32_t *ids, const int8_t *table, const float *scales,
                   float *x, size_t x_stride);

/// Rotates each head of x [count, heads, width] in place by its row's position (rotate-half, as in Hugging
/// Face); `cosine` and `sine` are [positions, width / 2].
void hk_decode_rope(enum hk_isa isa, size_t count, size_t heads, size_t width, const int32_t *positions,
                    const float *cosine, const float *sine, float *x, size_t x_stride);

/// Puts rows of keys at the positions first ..< first + count of the cache [heads, blocks, width, 16].
void hk_decode_store_keys(size_t count, size_t first, size_t heads, size_t width, size_t blocks,
                          const float *x, size_t x_stride, float *cache);

/// What attention reads and writes besides its rows of queries.
struct hk_attention {
  size_t query_heads, key_heads, width;
  /// [key_heads, blocks, width, 16] and [positions, value_stride], the heads of a position side by side.
  const float *keys, *values;
  size_t blocks, value_stride;
  /// A key and a value of each query row's own, seen after the cached ones; null where the cache has them.
  const float *own_keys, *own_values;
  size_t own_stride;
  float scale;
};

/// Floats of scratch that attention over a cache of `blocks` blocks needs.
size_t hk_attention_scratch(size_t blocks);

/// out = softmax(scale · q kᵀ) v for each row; row i sees the first `lengths[i]` cached keys.
void hk_decode_attention(enum hk_isa isa, struct hk_attention attention, size_t count,
                         const int32_t *lengths, const float *queries, size_t query_stride, float *scratch,
                         float *out, size_t out_stride);

/// y[i] = x · row i of weights [count, width].
void hk_decode_dot(enum hk_isa isa, size_t count, size_t width, const float *weights, const float *x, float *y);

/// y[:, 16·p...] = x · panel p; panels [panels, depth, 16] of f32 weights. The f32 twin's matrix product.
void hk_decode_f32_gemm(enum hk_isa isa, size_t count, size_t depth, size_t panels, const float *x,
                        size_t x_stride, const float *weights, float *y, size_t y_stride);
