import CICUShims

/// The output room of ICU calls, kept between calls.
struct ICUScratch {
  private(set) var bytes: [UInt8] = []
  private(set) var edits: [haechi_icu_edit] = []
  private(set) var editCount = 0

  /// Leaves the normalized bytes and the edits of `slice` in the buffers, which grow to what ICU asks for.
  mutating func normalize(_ slice: ArraySlice<UInt8>, form: UnicodeForm) throws(NormalizationError) {
    guard slice.count <= UnicodeForm.maximumBytes else {
      throw .textTooLong(bytes: slice.count, limit: UnicodeForm.maximumBytes)
    }
    reserve(bytes: slice.count + 256, edits: slice.count / 2 + 16)
    while true {
      let (code, needed, count) = call(slice, form: form)
      guard code == 0 else { throw .icuFailed(form: form, code: code) }
      editCount = count
      if needed <= bytes.count, count <= edits.count { return }
      reserve(bytes: needed, edits: count)
    }
  }

  /// Leaves the normalized bytes of `source` in the buffer and returns how many there are.
  mutating func normalizeBytes(
    _ source: UnsafeBufferPointer<UInt8>, form: UnicodeForm
  ) throws(NormalizationError) -> Int {
    guard source.count <= Int(Int32.max) / 16 else {
      throw .textTooLong(bytes: source.count, limit: Int(Int32.max) / 16)
    }
    reserve(bytes: source.count + 256, edits: 0)
    while true {
      var needed: Int32 = 0
      // SAFETY: the lengths passed are those of the buffers; ICU writes no further and keeps no pointer.
      let code = bytes.withUnsafeMutableBufferPointer {
        haechi_icu_normalize_bytes(
          form.code, source.baseAddress, Int32(source.count), $0.baseAddress, Int32($0.count), &needed)
      }
      guard code == 0 else { throw .icuFailed(form: form, code: code) }
      if needed <= bytes.count { return Int(needed) }
      reserve(bytes: Int(needed), edits: 0)
    }
  }

  /// Lends the first `count` bytes of the buffer.
  func withBytes(_ count: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[..<count])) }
  }

  private mutating func reserve(bytes byteCount: Int, edits editCount: Int) {
    if bytes.count < byteCount { bytes = [UInt8](repeating: 0, count: byteCount) }
    if edits.count < editCount { edits = [haechi_icu_edit](repeating: haechi_icu_edit(), count: editCount) }
  }

  private mutating func call(
    _ slice: ArraySlice<UInt8>, form: UnicodeForm
  ) -> (code: Int32, needed: Int, edits: Int) {
    var needed: Int32 = 0
    var count: Int32 = 0
    // SAFETY: the lengths passed are those of the three buffers; ICU writes no further and keeps no pointer.
    let code = slice.withUnsafeBufferPointer { source in
      bytes.withUnsafeMutableBufferPointer { destination in
        edits.withUnsafeMutableBufferPointer { record in
          haechi_icu_normalize(
            form.code, source.baseAddress, Int32(source.count), destination.baseAddress,
            Int32(destination.count),
            &needed, record.baseAddress, Int32(record.count), &count)
        }
      }
    }
    return (code, Int(needed), Int(count))
  }
}
