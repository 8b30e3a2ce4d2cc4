// The portable twin of every kernel of the int8 decoder: the definition that the fast ones are tested against.
#include <math.h>
#include <string.h>

#include "int8_table.h"

enum { PANEL = HK_INT8_PANEL, BLOCK = HK_KEY_BLOCK };

// Below this range a row counts as zero: 127 / range would overflow.
static const float smallest_range = 1e-30f;

static void quantize_row(size_t width, const float *x, uint8_t *values, float *scale, int32_t *zero) {
  float low = 0, high = 0;
  for (size_t k = 0; k < width; k++) {
    low = x[k] < low ? x[k] : low;
    high = x[k] > high ? x[k] : high;
  }
  float range = high - low, inverse = range < smallest_range ? 0 : 127 / range;
  *scale = range < smallest_range ? 0 : range / 127;
  *zero = (int32_t)rintf(-low * inverse);
  for (size_t k = 0; k < width; k++) {
    int32_t value = (int32_t)rintf(x[k] * inverse) + *zero;
    values[k] = (uint8_t)(value < 0 ? 0 : value > 127 ? 127 : value);
  }
}

static void quantize(size_t count, size_t width, const float *x, size_t x_stride, uint8_t *values,
                     size_t stride, float *scales, int32_t *zeros) {
  for (size_t i = 0; i < count; i++)
    quantize_row(width, x + i * x_stride, values + i * stride, scales + i, zeros + i);
}

static void norm(size_t count, size_t width, size_t channels, float epsilon, const float *x, size_t x_stride,
                 const float *gain, float *y, size_t y_stride) {
  for (size_t i = 0; i < count; i++) {
    const float *row = x + i * x_stride;
    float sum = 0;
    for (size_t k = 0; k < width; k++) sum += row[k] * row[k];
    float factor = 1 / sqrtf(sum / (float)channels + epsilon);
    for (size_t k = 0; k < width; k++) y[i * y_stride + k] = row[k] * factor * gain[k];
  }
}

/// y = one row · one panel.
static void panel_row(struct hk_int8_rows rows, size_t i, struct hk_int8_matrix weights, size_t panel,
                      float *y) {
  const uint8_t *a = rows.values + i * rows.stride;
  const int8_t *b = weights.panels + panel * PANEL * weights.depth;
  int32_t sums[PANEL] = {0};
  for (size_t k = 0; k < weights.depth; k += 4, b += 4 * PANEL)
    for (size_t j = 0; j < PANEL; j++)
      for (size_t l = 0; l < 4; l++) sums[j] += a[k + l] * b[4 * j + l];
  for (size_t j = 0; j < PANEL; j++) {
    size_t channel = panel * PANEL + j;
    int32_t sum = sums[j] - rows.zeros[i] * weights.sums[channel];
    y[j] = (float)sum * (rows.scales[i] * weights.scales[channel]);
  }
}

static void gemm(struct hk_int8_rows rows, struct hk_int8_matrix weights, size_t first, size_t last, float *y,
                 size_t y_stride, int accumulate) {
  for (size_t panel = first; panel < last; panel++)
    for (size_t i = 0; i < rows.count; i++) {
      float product[PANEL], *out = y + i * y_stride + (panel - first) * PANEL;
      panel_row(rows, i, weights, panel, product);
      for (size_t j = 0; j < PANEL; j++) out[j] = accumulate ? out[j] + product[j] : product[j];
    }
}

static void swiglu(struct hk_int8_rows rows, struct hk_int8_matrix weights, size_t pairs, float *y,
                   size_t y_stride) {
  for (size_t pair = 0; pair < pairs; pair++)
    for (size_t i = 0; i < rows.count; i++) {
      float gate[PANEL], up[PANEL], *out = y + i * y_stride + pair * PANEL;
      panel_row(rows, i, weights, 2 * pair, gate);
      panel_row(rows, i, weights, 2 * pair + 1, up);
      for (size_t j = 0; j < PANEL; j++) out[j] = gate[j] / (1 + expf(-gate[j])) * up[j];
    }
}

static void rope(size_t count, size_t heads, size_t width, const int32_t *positions, const float *cosine,
                 const float *sine, float *x, size_t x_stride) {
  size_t half = width / 2;
  for (size_t i = 0; i < count; i++) {
    const float *c = cosine + (size_t)positions[i] * half, *s = sine + (size_t)positions[i] * half;
    for (size_t h = 0; h < heads; h++) {
      float *a = x + i * x_stride + h * width, *b = a + half;
      for (size_t d = 0; d < half; d++) {
        float first = a[d], second = b[d];
        a[d] = first * c[d] - second * s[d];
        b[d] = second * c[d] + first * s[d];
      }
    }
  }
}

/// One head of one query; `score` holds its cached length and one more.
static void attend(struct hk_attention attention, size_t head, size_t row, size_t length, const float *query,
                   float *score, float *out) {
  size_t width = attention.width, key_head = head / (attention.query_heads / attention.key_heads);
  const float *keys = attention.keys + key_head * attention.blocks * width * BLOCK;
  const float *values = attention.values + key_head * width;
  size_t own = row * attention.own_stride + key_head * width, seen = length + (attention.own_keys != NULL);
  float highest = -INFINITY, sum = 0;
  for (size_t j = 0; j < seen; j++) {
    const float *key = keys + j / BLOCK * width * BLOCK + j % BLOCK;
    float dot = 0;
    for (size_t d = 0; d < width; d++)
      dot += query[d] * (j < length ? key[d * BLOCK] : attention.own_keys[own + d]);
    score[j] = dot * attention.scale;
    highest = score[j] > highest ? score[j] : highest;
  }
  memset(out, 0, width * sizeof *out);
  for (size_t j = 0; j < seen; j++) {
    float weight = expf(score[j] - highest);
    const float *value = j < length ? values + j * attention.value_stride : attention.own_values + own;
    for (size_t d = 0; d < width; d++) out[d] += weight * value[d];
    sum += weight;
  }
  for (size_t d = 0; d < width; d++) out[d] *= 1 / sum;
}

static void attention(struct hk_attention attention, size_t count, const int32_t *lengths,
                      const float *queries, size_t query_stride, float *scratch, float *out,
                      size_t out_stride) {
  for (size_t i = 0; i < count; i++)
    for (size_t h = 0; h < attention.query_heads; h++)
      attend(attention, h, i, (size_t)lengths[i], queries + i * query_stride + h * attention.width, scratch,
             out + i * out_stride + h * attention.width);
}

static void dot(size_t count, size_t width, const float *weights, const float *x, float *y) {
  for (size_t i = 0; i < count; i++) {
    float sum = 0;
    for (size_t k = 0; k < width; k++) sum += weights[i * width + k] * x[k];
    y[i] = sum;
  }
}

static void f32_gemm(size_t count, size_t depth, size_t panels, const float *x, size_t x_stride,
                     const float *weights, float *y, size_t y_stride) {
  for (size_t i = 0; i < count; i++)
    for (size_t p = 0; p < panels; p++) {
      float sums[BLOCK] = {0};
      for (size_t k = 0; k < depth; k++)
        for (size_t j = 0; j < BLOCK; j++) sums[j] += x[i * x_stride + k] * weights[(p * depth + k) * BLOCK + j];
      memcpy(y + i * y_stride + p * BLOCK, sums, sizeof sums);
    }
}

const struct hk_int8_table hk_int8_portable = {quantize, norm,      gemm, swiglu,
                                               rope,     attention, dot,  f32_gemm};
