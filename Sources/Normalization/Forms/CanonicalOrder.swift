import CICUShims

/// The Canonical Ordering Algorithm by counting, for runs of marks that ICU's insertion would take quadratic time
/// for. Source: The Unicode Standard, section 3.11, definition D108. Stable and linear.
enum CanonicalOrder {
  /// Each scalar of `bytes`, which are well-formed, as what `form` maps it to, fully decomposed, with its marks in canonical order.
  ///
  /// For a composing form this is the text before its composition.
  static func decomposed(_ bytes: UnsafeBufferPointer<UInt8>, form: UnicodeForm) -> [UInt8] {
    var result: [UInt8] = []
    var marks: [(scalar: UInt32, combiningClass: UInt8)] = []
    var mapped = [Int32](repeating: 0, count: 32)
    func add(_ scalar: UInt32) {
      let combiningClass = UnicodeFacts.combiningClass(scalar)
      if combiningClass == 0 {
        appendOrdered(&marks, to: &result)
        UTF8Scalar.append(scalar, to: &result)
      } else {
        marks.append((scalar, combiningClass))
      }
    }
    var offset = 0
    while let scalar = UTF8Scalar(in: bytes, at: offset) {
      offset += scalar.length
      let count = decomposition(of: scalar.value, form: form, into: &mapped)
      if count < 0 {
        add(scalar.value)
      } else {
        for part in mapped[..<count] { add(UInt32(bitPattern: part)) }
      }
    }
    appendOrdered(&marks, to: &result)
    return result
  }

  private static func decomposition(of scalar: UInt32, form: UnicodeForm, into mapped: inout [Int32]) -> Int {
    while true {
      // SAFETY: the capacity passed is that of the buffer.
      let count = mapped.withUnsafeMutableBufferPointer {
        Int(haechi_icu_decomposition(form.code, Int32(scalar), $0.baseAddress, Int32($0.count)))
      }
      if count <= mapped.count { return count }
      mapped = [Int32](repeating: 0, count: count)
    }
  }

  private static func appendOrdered(
    _ marks: inout [(scalar: UInt32, combiningClass: UInt8)], to result: inout [UInt8]
  ) {
    guard !marks.isEmpty else { return }
    var starts = [Int](repeating: 0, count: 257)
    for mark in marks { starts[Int(mark.combiningClass) + 1] += 1 }
    for index in 1...256 { starts[index] += starts[index - 1] }
    var ordered = [UInt32](repeating: 0, count: marks.count)
    for mark in marks {
      ordered[starts[Int(mark.combiningClass)]] = mark.scalar
      starts[Int(mark.combiningClass)] += 1
    }
    for mark in ordered { UTF8Scalar.append(mark, to: &result) }
    marks.removeAll(keepingCapacity: true)
  }
}
