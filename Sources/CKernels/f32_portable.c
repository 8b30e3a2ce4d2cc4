// The portable twin: the same kernels for whatever the compiler's base target is.
#include "f32_table.h"

#include <math.h>
#include <string.h>

enum { MR = 4, NR = 8 };
static void store_edge(const float *tile, float *c, size_t c_row, size_t rows, size_t columns, int add);

static void micro(size_t k, const float *a, size_t a_row, size_t a_column, const float *b, float *c,
                  size_t c_row, size_t rows, size_t columns, int add) {
  float tile[MR * NR] = {0};
  for (size_t p = 0; p < k; p++, a += a_column, b += NR)
    for (size_t i = 0; i < MR; i++)
      for (size_t j = 0; j < NR; j++) tile[i * NR + j] += a[i * a_row] * b[j];
  store_edge(tile, c, c_row, rows, columns, add);
}

#include "f32_gemm.h"
#include "f32_layers.h"

const struct hk_f32_table hk_f32_portable = HK_F32_TABLE;
