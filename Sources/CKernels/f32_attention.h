// Causal attention of one head of one sequence, on the packed product of f32_gemm.h.
//
// Scores [length, length] of one head lie in scratch and are computed again in the backward pass from the
// stored log-sums, so activations hold one float a row in place of `length`. Rows are taken in blocks, and a
// block multiplies only the keys it can see: at 256 tokens that saves two fifths of the work.

enum { ATTENTION_ROWS = 48 };

// scores[i, j] = q_i · k_j for j up to the end of i's block.
static void causal_product(size_t length, size_t width, const float *q, size_t q_row, const float *k,
                           size_t k_row, float *scores, float *packed, float *scratch) {
  pack(width, length, k, 1, k_row, 0, (length + NR - 1) / NR, packed);
  for (size_t i = 0; i < length; i += ATTENTION_ROWS) {
    size_t rows = smaller(ATTENTION_ROWS, length - i);
    // A panel's place depends on the padded width of the whole only beyond the first block of k.
    size_t seen = width <= BLOCK_K ? i + rows : length;
    gemm(rows, seen, width, q + i * q_row, q_row, 1, packed, scores + i * length, length, 0, scratch);
  }
}

static void attention(size_t length, size_t width, float scale, const float *q, const float *k,
                      const float *v, size_t qkv_row, float *out, size_t out_row, float *log_sum,
                      size_t log_sum_stride, float *scratch) {
  float *scores = scratch + HK_F32_GEMM_SCRATCH, *packed = scores + 2 * length * length;
  causal_product(length, width, q, qkv_row, k, qkv_row, scores, packed, scratch);
  for (size_t i = 0; i < length; i++) {
    float *row = scores + i * length;
    size_t seen = i + 1;
    v16 tops = (v16)-INFINITY, sums = 0;
    for (size_t j = 0; j < seen; j += 16)
      tops = __builtin_elementwise_max(tops, load(row + j, seen - j, -INFINITY));
    float top = __builtin_reduce_max(tops) * scale;
    for (size_t j = 0; j < seen; j += 16) {
      size_t left = seen - j;
      v16 e = exponential(load(row + j, left, 0) * scale - top);
      store(row + j, left, e);
      sums += left >= 16 ? e : load(row + j, left, 0);
    }
    float sum = sum_of(sums), inverse = 1.0f / sum;
    log_sum[i * log_sum_stride] = logf(sum) + top;
    for (size_t j = 0; j < seen; j += 16) store(row + j, seen - j, load(row + j, seen - j, 0) * inverse);
    memset(row + seen, 0, (length - seen) * sizeof(float));
  }
  pack(length, width, v, qkv_row, 1, 0, (width + NR - 1) / NR, packed);
  gemm(length, width, length, scores, length, 1, packed, out, out_row, 0, scratch);
}

// With P the probabilities:  dv = Pᵀ dout,  dP = dout vᵀ,  dS = scale · P · (dP - Σ_j P dP),
// dq = dS k,  dk = dSᵀ q.
static void attention_backward(size_t length, size_t width, float scale, const float *q, const float *k,
                               const float *v, size_t qkv_row, const float *dout, size_t out_row,
                               const float *log_sum, size_t log_sum_stride, float *dq, float *dk, float *dv,
                               int accumulate, float *scratch) {
  float *p = scratch + HK_F32_GEMM_SCRATCH, *ds = p + length * length, *packed = ds + length * length;
  size_t panels = (width + NR - 1) / NR;
  causal_product(length, width, q, qkv_row, k, qkv_row, p, packed, scratch);
  causal_product(length, width, dout, out_row, v, qkv_row, ds, packed, scratch);
  for (size_t i = 0; i < length; i++) {
    float *row = p + i * length, *drow = ds + i * length, top = log_sum[i * log_sum_stride];
    size_t seen = i + 1;
    v16 dots = 0;
    for (size_t j = 0; j < seen; j += 16) {
      size_t left = seen - j;
      v16 e = exponential(load(row + j, left, 0) * scale - top);
      store(row + j, left, e);
      dots += load(row + j, left, 0) * load(drow + j, left, 0);
    }
    float mean = sum_of(dots);
    for (size_t j = 0; j < seen; j += 16) {
      size_t left = seen - j;
      store(drow + j, left, load(row + j, left, 0) * (load(drow + j, left, 0) - mean) * scale);
    }
    memset(row + seen, 0, (length - seen) * sizeof(float));
    memset(drow + seen, 0, (length - seen) * sizeof(float));
  }
  pack(length, width, dout, out_row, 1, 0, panels, packed);
  gemm(length, width, length, p, 1, length, packed, dv, qkv_row, accumulate, scratch);
  pack(length, width, k, qkv_row, 1, 0, panels, packed);
  gemm(length, width, length, ds, length, 1, packed, dq, qkv_row, 0, scratch);
  pack(length, width, q, qkv_row, 1, 0, panels, packed);
  gemm(length, width, length, ds, 1, length, packed, dk, qkv_row, accumulate, scratch);
}
