/// What may follow a Korean noun inside an eojeol: particles, the copula, and verbs made of nouns.
///
/// A small grammar: after a noun a unit leads to a state, from which further units lead on (하 + 는, 들 + 에게 + 만).
/// A tail is accepted when some way of cutting it into units ends in a state that may end a word. 은/는 and their
/// like are checked against the batchim before them; this is what keeps 대마 + 은 and the name of an island apart.
enum KoreanTail {
  /// Where a way through the grammar stands.
  struct States: OptionSet {
    let rawValue: UInt16

    /// Behind a noun.
    static let noun = States(rawValue: 1 << 0)
    /// Behind the stem of a verb: 하, 되, 시키.
    static let stem = States(rawValue: 1 << 1)
    /// Behind the past stem: 했, 됐.
    static let past = States(rawValue: 1 << 2)
    /// Behind the infinitive: 해, 돼.
    static let infinitive = States(rawValue: 1 << 3)
    /// Behind an adnominal: 한, 하는.
    static let adnominal = States(rawValue: 1 << 4)
    /// Behind the prospective adnominal: 할.
    static let prospective = States(rawValue: 1 << 5)
    /// Behind ㅂ of the polite forms: 합.
    static let polite = States(rawValue: 1 << 6)
    /// Behind a particle, after which few others may come.
    static let particle = States(rawValue: 1 << 7)
    /// Behind an ending that closes a sentence.
    static let final = States(rawValue: 1 << 8)

    /// The states that may end a word.
    static let accepting: States = [.noun, .infinitive, .adnominal, .prospective, .particle, .final]
  }

  /// What the syllable before a unit must be.
  enum Condition {
    case any
    case closed
    case open
    /// Open, or closed by ㄹ.
    case openOrRieul
    /// Closed, but not by ㄹ.
    case closedNotRieul

    func holds(after syllable: UInt32?) -> Bool {
      guard let syllable, 0xAC00...0xD7A3 ~= syllable else { return true }
      let batchim = (syllable - 0xAC00) % 28
      switch self {
      case .any: return true
      case .closed: return batchim != 0
      case .open: return batchim == 0
      case .openOrRieul: return batchim == 0 || batchim == 8
      case .closedNotRieul: return batchim != 0 && batchim != 8
      }
    }
  }

  /// One unit of the grammar.
  struct Unit {
    let scalars: [UInt32]
    let from: States
    let to: States
    let condition: Condition
  }

  /// Whether `tail` may follow a noun whose last scalar is `last`. The empty tail may.
  static func accepts(_ tail: ArraySlice<UInt32>, after last: UInt32?) -> Bool {
    !reach(tail, after: last).isDisjoint(with: .accepting)
  }

  /// The states behind `tail`; empty if it cannot be cut into units.
  static func reach(_ tail: ArraySlice<UInt32>, after last: UInt32?) -> States {
    allStates(tail, after: last)[tail.count]
  }

  /// For each length from 0 to that of `tail`, the states behind a beginning of that length.
  static func allStates(
    _ tail: ArraySlice<UInt32>, after last: UInt32?, from start: States = .noun
  ) -> [States] {
    var states = [States](repeating: [], count: tail.count + 1)
    states[0] = start
    for length in 0..<tail.count where !states[length].isEmpty {
      let position = tail.startIndex + length
      guard let units = KoreanTailUnits.byFirst[tail[position]] else { continue }
      let previous = length == 0 ? last : tail[position - 1]
      for unit in units where !unit.from.isDisjoint(with: states[length]) {
        let end = position + unit.scalars.count
        guard end <= tail.endIndex, unit.condition.holds(after: previous),
          tail[position..<end].elementsEqual(unit.scalars)
        else { continue }
        states[length + unit.scalars.count].formUnion(unit.to)
      }
    }
    return states
  }
}
