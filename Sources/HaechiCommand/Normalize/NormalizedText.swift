import Normalization

/// A text after the stages that the command asks for, and what they changed.
struct NormalizedText {
  /// One change, with where it was made and why.
  struct Change: Equatable {
    /// The bytes of the text as it was given.
    let source: Range<Int>
    let from: String
    let to: String
    /// The slug of the reason: a ``FormReason``, or the rule that restored a spelling.
    let reason: String
    /// What a restored spelling costs; `nil` for a form, which is no guess.
    let cost: Float?
  }

  let text: AlignedText
  let changes: [Change]

  /// `bytes` in `form` and, if asked for, in the best reading. Changes are listed only if asked for.
  init(
    _ bytes: [UInt8], form: TextForm, deobfuscator: Deobfuscator?, explains: Bool
  ) throws(NormalizationError) {
    let source = AlignedText(utf8: bytes)
    let formed = try form.apply(to: source)
    var changes = explains ? Self.changes(of: formed, source: bytes, form: form) : []
    guard let deobfuscator else {
      (text, self.changes) = (formed, changes)
      return
    }
    let reading = deobfuscator.best(of: formed)
    if explains {
      changes += reading.changes.map {
        Change(source: $0.source, from: $0.from, to: $0.to, reason: $0.rule.rawValue, cost: $0.cost)
      }
    }
    (text, self.changes) = (reading.text, changes)
  }

  private static func changes(of text: AlignedText, source: [UInt8], form: TextForm) -> [Change] {
    text.differences.map { difference in
      let (from, to) = (Array(source[difference.source]), Array(text.utf8[difference.result]))
      return Change(
        source: difference.source, from: String(decoding: from, as: UTF8.self),
        to: String(decoding: to, as: UTF8.self), reason: form.reason(source: from, result: to).rawValue,
        cost: nil)
    }
  }
}
