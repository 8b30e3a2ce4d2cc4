// Packed, blocked matrix product (Goto and van de Geijn 2008), compiled once per instruction set.
//
// The including file has defined MR, NR and `micro`:
//   micro(k, a, a_row, a_column, b, c, c_row, rows, columns, add) computes the MR x NR tile A·B over one block of k, where A's
//   element (i, p) is a[i * a_row + p * a_column] and b is one packed panel [k, NR].
//
// B is cut into blocks of `block_of(k)` rows; inside a block, panel p holds columns p·NR ..< (p+1)·NR as
// [rows, NR], padded with zeros. A panel (<= 288 x 32 floats, 36 KiB) stays in L1 while rows of A stream by.
// A row-major A is read in place: broadcasts from MR rows cost no more than from a packed tile, and packing
// would touch each element once per NR·n/32 uses. A transposed A is packed into tiles [k, MR].

enum { BLOCK_K = 288, BLOCK_M = 144 };

static inline size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

// Equal blocks, so that no last block is too short to pay for its pass over C.
static size_t block_of(size_t k) {
  size_t blocks = (k + BLOCK_K - 1) / BLOCK_K;
  return blocks ? (k + blocks - 1) / blocks : 1;
}

static void pack(size_t k, size_t n, const float *b, size_t b_row, size_t b_column, size_t first_panel,
                 size_t last_panel, float *packed) {
  size_t padded = (n + NR - 1) / NR * NR, block = block_of(k);
  for (size_t k0 = 0; k0 < k; k0 += block) {
    size_t rows = smaller(block, k - k0);
    for (size_t panel = first_panel; panel < last_panel; panel++) {
      size_t columns = smaller(NR, n - panel * NR);
      const float *from = b + k0 * b_row + panel * NR * b_column;
      float *to = packed + k0 * padded + panel * NR * rows;
      if (columns < NR) memset(to, 0, rows * NR * sizeof(float));
      if (b_column == 1) {
        for (size_t i = 0; i < rows; i++) memcpy(to + i * NR, from + i * b_row, columns * sizeof(float));
      } else {
        for (size_t j = 0; j < columns; j++)
          for (size_t i = 0; i < rows; i++) to[i * NR + j] = from[i * b_row + j * b_column];
      }
    }
  }
}

// Rows of A as tiles [k, MR]; rows beyond `m` are zero.
static void pack_rows(size_t m, size_t k, const float *a, size_t a_row, size_t a_column, float *tiles) {
  for (size_t i0 = 0; i0 < m; i0 += MR) {
    size_t rows = smaller(MR, m - i0);
    float *tile = tiles + i0 * k;
    if (rows < MR) memset(tile, 0, MR * k * sizeof(float));
    if (a_row == 1 && rows == MR) {
      for (size_t p = 0; p < k; p++) memcpy(tile + p * MR, a + i0 + p * a_column, MR * sizeof(float));
    } else {
      for (size_t p = 0; p < k; p++)
        for (size_t i = 0; i < rows; i++) tile[p * MR + i] = a[(i0 + i) * a_row + p * a_column];
    }
  }
}

static void gemm(size_t m, size_t n, size_t k, const float *a, size_t a_row, size_t a_column,
                 const float *packed, float *c, size_t c_row, int accumulate, float *scratch) {
  size_t padded = (n + NR - 1) / NR * NR, block = block_of(k);
  int in_place = a_column == 1;
  for (size_t m0 = 0; m0 < m; m0 += BLOCK_M) {
    size_t rows = smaller(BLOCK_M, m - m0), whole = rows / MR * MR;
    for (size_t k0 = 0; k0 < k; k0 += block) {
      size_t depth = smaller(block, k - k0);
      const float *from = a + m0 * a_row + k0 * a_column;
      int add = accumulate || k0 > 0;
      if (!in_place) pack_rows(rows, depth, from, a_row, a_column, scratch);
      else if (whole < rows)
        pack_rows(rows - whole, depth, from + whole * a_row, a_row, 1, scratch + whole * depth);
      for (size_t j = 0; j < n; j += NR) {
        const float *panel = packed + k0 * padded + j * depth;
        size_t columns = smaller(NR, n - j);
        for (size_t i = 0; i < rows; i += MR) {
          float *to = c + (m0 + i) * c_row + j;
          size_t tile_rows = smaller(MR, rows - i);
          if (in_place && i < whole)
            micro(depth, from + i * a_row, a_row, 1, panel, to, c_row, tile_rows, columns, add);
          else micro(depth, scratch + i * depth, 1, MR, panel, to, c_row, tile_rows, columns, add);
        }
      }
    }
  }
}

// The tile of an edge goes through memory; the sum c + tile is the same operation as in the whole tile.
static void store_edge(const float *tile, float *c, size_t c_row, size_t rows, size_t columns, int add) {
  for (size_t i = 0; i < rows; i++)
    for (size_t j = 0; j < columns; j++)
      c[i * c_row + j] = add ? c[i * c_row + j] + tile[i * NR + j] : tile[i * NR + j];
}
