// The layers, compiled once per instruction set after f32_gemm.h.
//
// Everything works on `v16`, sixteen lanes whatever the registers' width, so that the order of every sum is
// written here and not left to the vectorizer. Variants differ only where the target fuses multiply and add.

// Every function that takes or returns a v16 is inlined into its caller, so no ABI is crossed.
#pragma clang diagnostic ignored "-Wpsabi"

typedef float v16 __attribute__((ext_vector_type(16), aligned(4)));
typedef int32_t i16 __attribute__((ext_vector_type(16), aligned(4)));
typedef uint32_t u16 __attribute__((ext_vector_type(16), aligned(4)));
#define INLINE static inline __attribute__((always_inline))

// Up to sixteen floats; missing lanes read `fill`.
INLINE v16 load(const float *p, size_t left, float fill) {
  if (left >= 16) return *(const v16 *)p;
  v16 x = (v16)fill;
  memcpy(&x, p, left * sizeof(float));
  return x;
}

INLINE void store(float *p, size_t left, v16 x) {
  if (left >= 16) *(v16 *)p = x;
  else memcpy(p, &x, left * sizeof(float));
}

// Halves are added to halves, down to one lane.
INLINE float sum_of(v16 x) {
  float s[16];
  memcpy(s, &x, sizeof s);
  for (int half = 8; half; half /= 2)
    for (int i = 0; i < half; i++) s[i] += s[i + half];
  return s[0];
}

// Cephes expf (Moshier): e^x = 2^n e^r, r in [-ln2/2, ln2/2], a polynomial of degree 7 in r.
// Adding 1.5 · 2^23 rounds to an integer.
INLINE v16 exponential(v16 x) {
  x = __builtin_elementwise_min(__builtin_elementwise_max(x, (v16)-87.0f), (v16)88.0f);
  v16 n = (x * 1.44269504f + 12582912.0f) - 12582912.0f;
  v16 r = x - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  v16 y = r * 1.9875691500e-4f + 1.3981999507e-3f;
  y = y * r + 8.3334519073e-3f;
  y = y * r + 4.1665795894e-2f;
  y = y * r + 1.6666665459e-1f;
  y = y * r + 5.0000001201e-1f;
  y = y * (r * r) + (r + 1.0f);
  i16 power = (__builtin_convertvector(n, i16) + 127) << 23;
  return y * (v16)power;
}

static void exp_in_place(size_t count, float *x) {
  for (size_t i = 0; i < count; i += 16) store(x + i, count - i, exponential(load(x + i, count - i, 0)));
}

static void add(size_t count, const float *x, float *out) {
  for (size_t i = 0; i < count; i += 16)
    store(out + i, count - i, load(out + i, count - i, 0) + load(x + i, count - i, 0));
}

static void rmsnorm(size_t rows, size_t channels, float epsilon, const float *x, const float *gain, float *y,
                    float *rstd) {
  for (size_t t = 0; t < rows; t++, x += channels, y += channels) {
    v16 squares = 0;
    for (size_t c = 0; c < channels; c += 16) {
      v16 value = load(x + c, channels - c, 0);
      squares += value * value;
    }
    float scale = 1.0f / sqrtf(sum_of(squares) / (float)channels + epsilon);
    rstd[t] = scale;
    for (size_t c = 0; c < channels; c += 16) {
      size_t left = channels - c;
      store(y + c, left, load(x + c, left, 0) * scale * load(gain + c, left, 0));
    }
  }
}

// With h = dy · gain and n = x · rstd:  dx += rstd · (h - n · mean(h · n)).
static void rmsnorm_backward(size_t rows, size_t channels, const float *x, const float *gain,
                             const float *rstd, const float *dy, float *dx) {
  for (size_t t = 0; t < rows; t++, x += channels, dy += channels, dx += channels) {
    v16 dots = 0;
    for (size_t c = 0; c < channels; c += 16) {
      size_t left = channels - c;
      dots += load(dy + c, left, 0) * load(gain + c, left, 0) * load(x + c, left, 0);
    }
    float scale = rstd[t], mean = sum_of(dots) * scale / (float)channels;
    for (size_t c = 0; c < channels; c += 16) {
      size_t left = channels - c;
      v16 h = load(dy + c, left, 0) * load(gain + c, left, 0);
      v16 n = load(x + c, left, 0) * scale;
      store(dx + c, left, load(dx + c, left, 0) + scale * (h - n * mean));
    }
  }
}

static void rmsnorm_gain(size_t rows, size_t channels, size_t first, size_t last, const float *x,
                         const float *rstd, const float *dy, float *dgain) {
  for (size_t c = first; c < last; c += 16) {
    size_t left = last - c;
    v16 sum = load(dgain + c, left, 0);
    for (size_t t = 0; t < rows; t++) {
      const float *row = x + t * channels + c, *drow = dy + t * channels + c;
      sum += load(drow, left, 0) * load(row, left, 0) * rstd[t];
    }
    store(dgain + c, left, sum);
  }
}

// Channel i of the first half turns with channel i of the second half.
static void rope(size_t rows, size_t heads, size_t width, size_t x_row, const int32_t *positions,
                 const float *cosine, const float *sine, float sign, float *x) {
  size_t half = width / 2;
  for (size_t t = 0; t < rows; t++) {
    const float *cos_row = cosine + (size_t)positions[t] * half, *sin_row = sine + (size_t)positions[t] * half;
    for (size_t head = 0; head < heads; head++) {
      float *low = x + t * x_row + head * width, *high = low + half;
      for (size_t i = 0; i < half; i += 16) {
        size_t left = half - i;
        v16 a = load(low + i, left, 0), b = load(high + i, left, 0);
        v16 co = load(cos_row + i, left, 0), si = load(sin_row + i, left, 0) * sign;
        store(low + i, left, a * co - b * si);
        store(high + i, left, b * co + a * si);
      }
    }
  }
}

static void swiglu(size_t rows, size_t width, const float *gate_up, float *out) {
  for (size_t t = 0; t < rows; t++, gate_up += 2 * width, out += width)
    for (size_t f = 0; f < width; f += 16) {
      size_t left = width - f;
      v16 gate = load(gate_up + f, left, 0), up = load(gate_up + width + f, left, 0);
      store(out + f, left, gate / (1.0f + exponential(-gate)) * up);
    }
}

// silu(g) = g σ(g), silu'(g) = σ(g) (1 + g (1 - σ(g))).
static void swiglu_backward(size_t rows, size_t width, const float *gate_up, const float *dout,
                            float *dgate_up) {
  for (size_t t = 0; t < rows; t++, gate_up += 2 * width, dgate_up += 2 * width, dout += width)
    for (size_t f = 0; f < width; f += 16) {
      size_t left = width - f;
      v16 gate = load(gate_up + f, left, 0), up = load(gate_up + width + f, left, 0);
      v16 d = load(dout + f, left, 0), sigmoid = 1.0f / (1.0f + exponential(-gate));
      store(dgate_up + f, left, d * up * (sigmoid * (1.0f + gate * (1.0f - sigmoid))));
      store(dgate_up + width + f, left, d * (gate * sigmoid));
    }
}

static void cross_entropy(size_t rows, size_t classes, size_t logits_row, float *logits,
                          const int32_t *targets, const float *weights, float *losses) {
  for (size_t t = 0; t < rows; t++, logits += logits_row) {
    v16 tops = (v16)-INFINITY, sums = 0;
    for (size_t j = 0; j < classes; j += 16)
      tops = __builtin_elementwise_max(tops, load(logits + j, classes - j, -INFINITY));
    float top = __builtin_reduce_max(tops), chosen = logits[targets[t]];
    for (size_t j = 0; j < classes; j += 16) {
      size_t left = classes - j;
      v16 e = exponential(load(logits + j, left, 0) - top);
      store(logits + j, left, e);
      sums += left >= 16 ? e : load(logits + j, left, 0);
    }
    float sum = sum_of(sums), scale = weights[t] / sum;
    losses[t] = logf(sum) + top - chosen;
    for (size_t j = 0; j < classes; j += 16)
      store(logits + j, classes - j, load(logits + j, classes - j, 0) * scale);
    logits[targets[t]] -= weights[t];
  }
}

// lowbias32 (Wellons, "Prospecting for Hash Functions").
INLINE u16 mixed(u16 x) {
  x = (x ^ (x >> 16)) * 0x7feb352du;
  x = (x ^ (x >> 15)) * 0x846ca68bu;
  return x ^ (x >> 16);
}

static void dropout(size_t count, uint64_t key, uint32_t first_index, uint32_t threshold, const float *x,
                    float *out, int accumulate) {
  const u16 lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  float scale = 4294967296.0f / (float)threshold;
  for (size_t i = 0; i < count; i += 16) {
    size_t left = count - i;
    u16 hash = mixed(mixed((lanes + (first_index + (uint32_t)i)) ^ (uint32_t)key) + (uint32_t)(key >> 32));
    i16 kept = hash < (u16)threshold;
    v16 value = (v16)((i16)(load(x + i, left, 0) * scale) & kept);
    store(out + i, left, accumulate ? load(out + i, left, 0) + value : value);
  }
}

// Lanes are added in f32 over 1024 elements and in f64 beyond.
static double sum_of_squares(size_t count, const float *x) {
  double total = 0;
  for (size_t start = 0; start < count; start += 1024) {
    size_t end = smaller(start + 1024, count);
    v16 sums = 0;
    for (size_t i = start; i < end; i += 16) {
      v16 value = load(x + i, end - i, 0);
      sums += value * value;
    }
    total += sum_of(sums);
  }
  return total;
}

static void adamw(size_t count, struct hk_f32_adamw step, const float *gradient, float *parameters,
                  float *first_moment, float *second_moment) {
  float shrink = 1.0f - step.rate * step.decay, rate = step.rate / step.correction1;
  float root = 1.0f / sqrtf(step.correction2);
  for (size_t i = 0; i < count; i += 16) {
    size_t left = count - i;
    v16 g = load(gradient + i, left, 0) * step.gradient_scale, p = load(parameters + i, left, 0) * shrink;
    v16 m = load(first_moment + i, left, 0) * step.beta1 + (1.0f - step.beta1) * g;
    v16 v = load(second_moment + i, left, 0) * step.beta2 + (1.0f - step.beta2) * (g * g);
    store(first_moment + i, left, m);
    store(second_moment + i, left, v);
    store(parameters + i, left, p - rate * m / (__builtin_elementwise_sqrt(v) * root + step.epsilon));
  }
}

static void average(size_t count, float decay, const float *x, float *mean) {
  for (size_t i = 0; i < count; i += 16) {
    size_t left = count - i;
    store(mean + i, left, load(mean + i, left, 0) * decay + load(x + i, left, 0) * (1.0f - decay));
  }
}

#include "f32_attention.h"

#define HK_F32_TABLE                                                                                    \
  {MR, NR, pack, gemm, rmsnorm, rmsnorm_backward, rmsnorm_gain, rope, attention, attention_backward,    \
   swiglu, swiglu_backward, cross_entropy, dropout, add, exp_in_place, sum_of_squares, adamw, average}
