#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import CLexiconData

/// Whether the likeliest other reading of a text is to be believed: logistic regression over what it saves and
/// what it changes.
///
/// What it saves alone does not tell: a sloppy writer leaves out spaces and writes 내 for 네, and a film review
/// full of names costs the language model a lot. The weights are in the table decision.tsv, fitted by
/// `Readings decide` on obfuscated sentences and on clean ones that trained nothing else.
struct Decision: Sendable {
  /// The features by name, in the order of their values.
  static let names: [String] =
    [
      "bias", "gain", "gain_rate", "written_rate", "read_rate", "price_rate", "rare_rate", "sign_rate",
      "jamo_rate",
      "mixed_rate", "log_length", "change_rate", "log_gain", "gain_a_change", "bent_rate", "log_bent",
      "only_spacing",
      "only_signs", "bent_words", "foreign_rate",
    ]
    + DeobfuscationRule.allCases.map { "rate_" + $0.rawValue }

  private let weights: [Float]

  static let standard = Decision()

  private init() {
    var weights = [Float](repeating: 0, count: Self.names.count)
    for row in TransformationTable(haechi_lexicon_decision()).rows where row.count == 2 {
      guard let index = Self.names.firstIndex(of: row[0]), let weight = Float(row[1]) else { continue }
      weights[index] = weight
    }
    self.weights = weights
  }

  /// How much likelier than not it is that `reading` is what was meant, in logits.
  func score(_ features: [Float]) -> Float {
    zip(weights, features).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Whether a reading of `units` other than as written may be believed at all: a quick look that lets the texts
  /// that most people write pass in a few microseconds. Of the obfuscated sentences that the decision believes
  /// it stops 1 in 1,000.
  static func isWorthATry(_ units: [Unit], _ written: WrittenText, model: ReadingModel) -> Bool {
    var length = 0
    var odd = 0
    for (index, unit) in units.enumerated() {
      if unit.kind != .space { length += 1 }
      switch unit.kind {
      case .syllable: if model.cost(of: ReadingSymbol.of(unit.scalar)) > rareCost { odd += 1 }
      case .invisible, .ideograph: odd += 1
      case .sign where unit.written >= 0xA0: odd += 1
      case .jamo where unit.scalar >= 0x314F && unit.scalar != 0x3160 && unit.scalar != 0x315C: odd += 1
      case .latin, .digit: if index > 0, units[index - 1].kind == .syllable { odd += 1 }
      default: break
      }
    }
    return KeyedWords.isInsideMarked(units) || !KeyedWords.latin(units).isEmpty
      || written.cost > Prices.worthATry * Float(max(length, 6)) || odd * 20 > length
  }

  /// The features of a reading of `units`, whose text as written costs `written`.
  static func features(_ reading: Reading, units: [Unit], written: Float, model: ReadingModel) -> [Float] {
    var rare = 0
    var signs = 0
    var jamo = 0
    var mixed = 0
    var length = 0
    var latin = 0
    var words = 1
    for (index, unit) in units.enumerated() {
      if unit.kind != .space { length += 1 }
      switch unit.kind {
      case .syllable:
        if model.cost(of: ReadingSymbol.of(unit.scalar)) > rareCost { rare += 1 }
      case .sign, .invisible: if unit.written >= 0xA0 { signs += 1 }
      case .jamo: if unit.scalar >= 0x314F, unit.scalar != 0x3160, unit.scalar != 0x315C { jamo += 1 }
      case .latin, .digit, .ideograph:
        if index > 0, units[index - 1].kind == .syllable { mixed += 1 }
        if unit.kind == .latin { latin += 1 }
      case .space: words += 1
      }
    }
    let scale = 1 / Float(max(length, 6))
    var features: [Float] = [
      1, written - reading.cost, (written - reading.cost) * scale, written * scale, reading.cost * scale,
      reading.changes.reduce(0) { $0 + $1.cost } * scale, Float(rare) * scale, Float(signs) * scale,
      Float(jamo) * scale, Float(mixed) * scale, log(Float(length + 1)), Float(reading.changes.count) * scale,
    ]
    let gain = written - reading.cost
    let spacing = reading.changes.count { $0.rule == .spacing }
    let removed = reading.changes.count { $0.rule == .separator }
    let bent = reading.changes.count - spacing - removed
    features += [
      log(max(gain, 0) + 1), gain / Float(max(1, reading.changes.count)), Float(bent) * scale,
      log(Float(bent + 1)),
      bent + removed == 0 ? 1 : 0, bent + spacing == 0 ? 1 : 0, Float(min(bent, words)) / Float(words),
      Float(latin) * scale,
    ]
    var counts = [Float](repeating: 0, count: DeobfuscationRule.allCases.count)
    for change in reading.changes { counts[Int(change.rule.number)] += scale }
    features += counts
    return features
  }

  /// Syllables that cost more than this are hardly ever written.
  private static let rareCost: Float = 11
}
