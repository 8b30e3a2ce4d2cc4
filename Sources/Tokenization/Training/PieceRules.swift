import Normalization

/// Which strings may be pieces. Source: `IsValidSentencePiece` in `trainer_interface.cc` of SentencePiece 0.2.3.
struct PieceRules: Sendable {
  private let maximumLength: Int
  private let splitsDigits: Bool
  private let splitsByScript: Bool
  private let splitsByWhitespace: Bool
  private let isSuffixed: Bool
  private let allowsSpaces: Bool
  private let kinds: FrozenArray<Kind>

  /// One symbol as the rules see it.
  private struct Kind: BitwiseCopyable {
    var isForbidden = false
    var isSpace = false
    var isDigit = false
    /// The script by ICU's number, or one of the two below.
    var script = Self.any

    /// Goes with every script.
    static let any: Int32 = -1
    /// Takes the script before it.
    static let inherited: Int32 = -2
  }

  init(_ spec: SentencePieceModel.TrainerSpec, _ alphabet: Alphabet) {
    maximumLength = spec.maximumPieceLength
    splitsDigits = spec.splitsDigits
    splitsByScript = spec.splitsByScript
    splitsByWhitespace = spec.splitsByWhitespace
    isSuffixed = spec.treatsWhitespaceAsSuffix
    allowsSpaces = spec.allowsWhitespaceOnlyPieces
    kinds = FrozenArray(
      alphabet.scalars.map { scalar in
        var kind = Kind()
        kind.isForbidden =
          scalar == Alphabet.unknown || scalar == Alphabet.boundary || scalar == 0 || scalar == 0x20
        kind.isSpace = scalar == 0x2581
        kind.isDigit = (0x30...0x39).contains(scalar) || (0xFF10...0xFF19).contains(scalar)
        let script = UnicodeFacts.script(scalar)
        if kind.isDigit, !spec.splitsByNumber {
          kind.script = Kind.any
        } else if script == .hiragana || script == .katakana || scalar == 0x30FC {
          kind.script = UnicodeFacts.Script.han.rawValue
        } else {
          kind.script = script == .inherited ? Kind.inherited : script.rawValue
        }
        return kind
      })
  }

  /// What the rules remember of a string's beginning.
  struct State: BitwiseCopyable {
    fileprivate var length = 0
    fileprivate var script = Kind.any
    fileprivate var spaces = 0
    fileprivate var beginsWithSpace = false
    fileprivate var endsWithSpace = false
    fileprivate var isLoneDigit = false
  }

  /// The state behind one more symbol; nil if no string that goes on like this can be a piece.
  @inline(__always)
  func extended(_ state: State, by symbol: Int32) -> State? {
    let kind = kinds[Int(symbol)]
    guard !kind.isForbidden, state.length < maximumLength, !state.isLoneDigit else { return nil }
    var state = state
    state.length += 1
    if kind.isDigit, splitsDigits {
      guard state.length == 1 else { return nil }
      state.isLoneDigit = true
    }
    state.endsWithSpace = kind.isSpace
    if kind.isSpace {
      state.spaces += 1
      if state.length == 1 { state.beginsWithSpace = true }
    } else {
      let script = kind.script == Kind.inherited ? state.script : kind.script
      if splitsByScript, script != Kind.any, state.script != Kind.any, script != state.script { return nil }
      state.script = script
    }
    return state.spaces == 0 || canHoldSpaces(state) ? state : nil
  }

  private func canHoldSpaces(_ state: State) -> Bool {
    if allowsSpaces, state.spaces == state.length { return true }
    switch (isSuffixed, splitsByWhitespace) {
    case (false, true): return state.spaces == (state.beginsWithSpace ? 1 : 0)
    case (false, false): return true
    case (true, true): return state.spaces == (state.endsWithSpace ? 1 : 0)
    case (true, false): return !state.beginsWithSpace || state.length == 1
    }
  }

  /// Whether the string is a piece as it stands.
  @inline(__always)
  func isComplete(_ state: State) -> Bool {
    guard state.endsWithSpace, state.length > 1, !isSuffixed, !splitsByWhitespace else { return true }
    return allowsSpaces && state.spaces == state.length
  }

  /// Whether `symbols` are a piece.
  func allows(_ symbols: [Int32]) -> Bool {
    symbols.withUnsafeBufferPointer { allows($0, UnsafeBufferPointer(start: nil, count: 0)) }
  }

  /// Whether `left` and `right` together are a piece.
  func allows(_ left: UnsafeBufferPointer<Int32>, _ right: UnsafeBufferPointer<Int32>) -> Bool {
    var state = State()
    for symbol in left {
      guard let next = extended(state, by: symbol) else { return false }
      state = next
    }
    for symbol in right {
      guard let next = extended(state, by: symbol) else { return false }
      state = next
    }
    return isComplete(state)
  }
}
