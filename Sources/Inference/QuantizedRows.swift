import CKernels

/// Rows of activations as u7, the last of them with a second u7 for what the first left out.
///
/// The row at which the verdict is read is one of dozens, so 14 bits for it cost next to nothing, while attention
/// averages the other rows' errors out.
struct QuantizedRows {
  /// Every row.
  let coarse: hk_int8_rows
  /// The remainders of the last rows.
  let fine: hk_int8_rows

  /// The number of rows.
  var count: Int { coarse.count }

  /// The first row that has a remainder.
  var firstFine: Int { coarse.count - fine.count }

  /// The rows behind the first `count`, which have none of the remainders.
  func dropFirst(_ count: Int) -> QuantizedRows {
    precondition(count <= firstFine)
    return QuantizedRows(coarse: coarse.dropFirst(count), fine: fine)
  }
}

extension hk_int8_rows {
  /// The rows behind the first `count`.
  func dropFirst(_ count: Int) -> hk_int8_rows {
    // SAFETY: `count` is at most the number of rows, so the pointers stay inside their buffers.
    hk_int8_rows(
      values: values + count * stride, scales: scales + count, zeros: zeros + count,
      count: self.count - count, stride: stride)
  }
}
