/// One form over one text: plain stretches are copied, Hangul goes by arithmetic, and what is left, in short
/// runs, by the general way. Linear in the text.
struct FormPass: Sendable {
  /// The general way.
  enum General: Sendable {
    /// ICU makes the form.
    case icu(UnicodeForm)
    /// The stages of the hangul form do.
    case hangul
  }

  let traits: ScalarTraits
  let rule: HangulRule
  let general: General

  /// ICU orders marks by insertion: n marks in the worst order cost n². Longer runs are ordered by counting.
  ///
  /// Text that people write has at most 18 (UAX #15, section 13); ICU needs minutes for a million.
  static let longestTrustedMarkRun = 32
  /// A general run is cut, where the form allows, at this length.
  private static let longRun = 1 << 16
  /// So many plain scalars end a general run; fewer cost less than another call.
  private static let quietScalars = 8

  /// The pass of `form`.
  static func of(_ form: UnicodeForm) -> FormPass {
    switch form {
    case .nfc: nfc
    case .nfd: nfd
    case .nfkc: nfkc
    case .nfkd: nfkd
    case .nfkcCasefold: casefold
    }
  }

  private static let nfc = FormPass(.nfc)
  private static let nfd = FormPass(.nfd)
  private static let nfkc = FormPass(.nfkc)
  private static let nfkd = FormPass(.nfkd)
  private static let casefold = FormPass(.nfkcCasefold)

  private init(_ form: UnicodeForm) {
    traits = form.traits
    rule = HangulRule(
      direction: form.isComposing ? .compose : .decompose, traits: traits,
      keepsCapitals: form != .nfkcCasefold)
    general = .icu(form)
  }

  init(hangul traits: ScalarTraits) {
    self.traits = traits
    rule = HangulRule(direction: .compose, traits: traits, keepsCapitals: true)
    general = .hangul
  }

  /// The form of `utf8`; nil if it is in this form already.
  func bytes(of utf8: [UInt8]) throws(NormalizationError) -> [UInt8]? {
    let start = utf8.withUnsafeBufferPointer { traits.plainEnd(in: $0, from: 0) }
    guard start < utf8.count else { return nil }
    var output: [UInt8] = []
    try utf8.withUnsafeBufferPointer { bytes throws(NormalizationError) in
      try append(bytes, from: start, to: &output)
    }
    return output == utf8 ? nil : output
  }

  /// Appends the form of `bytes`, which are plain up to `start`, to `output`.
  func append(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to output: inout [UInt8]
  ) throws(NormalizationError) {
    guard start < bytes.count else { return output.append(contentsOf: bytes) }
    var failure: NormalizationError?
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: ByteSink.blockBytes) { block in
      var sink = ByteSink(source: bytes, output: output, block: block)
      output = []
      do throws(NormalizationError) {
        try run(bytes, from: start, into: &sink)
      } catch {
        failure = error
      }
      sink.flush()
      output = sink.output
    }
    if let failure { throw failure }
  }

  /// Speaks of all `bytes`, which are plain up to `start`, to `sink`.
  func run(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, into sink: inout some FormSink
  ) throws(NormalizationError) {
    var scratch = ICUScratch()
    var offset = start
    while offset < bytes.count {
      if rule.mayBegin(bytes, at: offset) {
        sink.copy(upTo: offset)
        if sink.convert(rule, in: bytes) {
          offset = traits.plainEnd(in: bytes, from: sink.position)
          continue
        }
        if case .icu = general {
          // A leading jamo without a vowel: nothing before or behind joins it.
          offset = traits.plainEnd(in: bytes, from: offset + 3)
          continue
        }
      }
      if !repair(bytes, at: offset, into: &sink), !simple(bytes, at: offset, into: &sink) {
        try apply(bytes, at: offset, into: &sink, scratch: &scratch)
      }
      offset = traits.plainEnd(in: bytes, from: sink.position)
    }
    sink.copy(upTo: bytes.count)
  }

  // MARK: What one scalar alone decides

  /// Writes U+FFFD for the bytes at `offset` if they are malformed, and says whether they are.
  private func repair(
    _ bytes: UnsafeBufferPointer<UInt8>, at offset: Int, into sink: inout some FormSink
  ) -> Bool {
    guard UTF8Scalar(in: bytes, at: offset) == nil else { return false }
    sink.copy(upTo: offset)
    let length = if case .hangul = general { 1 } else { UTF8Scalar.malformedLength(in: bytes, at: offset) }
    sink.replace(upTo: offset + length, withScalar: 0xFFFD)
    return true
  }

  /// Changes the scalar at `offset` if nothing beside it matters, and says whether it has.
  private func simple(
    _ bytes: UnsafeBufferPointer<UInt8>, at offset: Int, into sink: inout some FormSink
  ) -> Bool {
    switch general {
    case .icu:
      var end = offset
      while !rule.keepsCapitals, end + 1 < bytes.count, 0x41...0x5A ~= bytes[end], bytes[end + 1] < 0x80 {
        sink.copy(upTo: end)
        sink.replace(upTo: end + 1, withScalar: UInt32(bytes[end]) | 0x20)
        end += 1
      }
      return end > offset
    case .hangul:
      guard let scalar = UTF8Scalar(in: bytes, at: offset) else { return false }
      let end = offset + scalar.length
      let folding = HangulForm.Folding(of: scalar.value, next: end < bytes.count ? bytes[end] : 0)
      guard folding != .keep, Hangul.compatibilityJamo(ofHalfWidth: scalar.value) == nil,
        isQuiet(bytes, at: end)
      else { return false }
      sink.copy(upTo: offset)
      if case .become(let other) = folding {
        sink.replace(upTo: end, withScalar: other)
      } else {
        sink.delete(upTo: end)
      }
      return true
    }
  }

  /// Whether the scalar at `offset` is plain or becomes something that never joins what is before it.
  private func isQuiet(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
    // The end and U+FFFD, which stands for malformed bytes, join nothing.
    guard let scalar = UTF8Scalar(in: bytes, at: offset) else { return true }
    if traits.isPlain(scalar.value) { return true }
    if case .become = HangulForm.Folding(of: scalar.value, next: 0) { return true }
    return false
  }

  // MARK: The general way

  /// Takes the run around the scalar at `offset`, which is not plain, the general way.
  private func apply(
    _ bytes: UnsafeBufferPointer<UInt8>, at offset: Int, into sink: inout some FormSink,
    scratch: inout ICUScratch
  ) throws(NormalizationError) {
    // The run may join the scalar before it, if that has not been written yet, but never the one behind it.
    var start = max(sink.position, offset - 1)
    while start > sink.position, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    let (end, marks) = runEnd(in: bytes, from: offset)
    sink.copy(upTo: start)
    switch general {
    case .hangul:
      sink.apply(HangulForm.staged, upTo: end)
    case .icu(let form) where marks <= Self.longestTrustedMarkRun:
      try sink.apply(form, upTo: end, scratch: &scratch)
    case .icu(let form):
      let ordered = CanonicalOrder.decomposed(UnsafeBufferPointer(rebasing: bytes[start..<end]), form: form)
      guard form.isComposing else {
        return ordered.withUnsafeBufferPointer { sink.replace(upTo: end, with: $0) }
      }
      // What is decomposed and in order costs ICU linear time.
      let count = try ordered.withUnsafeBufferPointer { ordered throws(NormalizationError) in
        try scratch.normalizeBytes(ordered, form: .nfc)
      }
      scratch.withBytes(count) { sink.replace(upTo: end, with: $0) }
    }
  }

  /// Where the run from `offset` on ends, and the most marks that stand together in it.
  private func runEnd(
    in bytes: UnsafeBufferPointer<UInt8>, from offset: Int
  ) -> (end: Int, marks: Int) {
    var (end, marks, longest, quiet) = (offset, 0, 0, 0)
    var runEnd = offset
    // Jamo of a long run may belong to old Hangul before them, which only the whole run tells.
    let mayCut = if case .icu = general { true } else { false }
    while end < bytes.count {
      guard let scalar = UTF8Scalar(in: bytes, at: end) else { break }
      if end > offset, rule.mayBegin(bytes, at: end), standsAlone(bytes, at: end) { break }
      if traits.isPlain(scalar.value) {
        quiet += 1
        if quiet == Self.quietScalars || runEnd - offset > Self.longRun { break }
      } else if runEnd - offset > Self.longRun, mayCut, traits.isBoundary(scalar.value) {
        break
      } else {
        quiet = 0
        runEnd = end + scalar.length
      }
      marks = traits.isMark(scalar.value) ? marks + 1 : 0
      longest = max(longest, marks)
      end += scalar.length
    }
    return (runEnd, longest)
  }

  /// Whether the Hangul at `offset` ends a run. Jamo that form no syllable may belong to old Hangul before them.
  private func standsAlone(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
    guard case .hangul = general else { return true }
    var (end, used) = (offset, 0)
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: HangulRule.longestStep) {
      rule.step(bytes, at: &end, to: $0, at: &used)
    }
  }
}
