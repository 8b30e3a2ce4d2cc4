/// Reads obfuscated Korean: a noisy channel between what was meant and what is written.
///
/// The channel says what a writer may have done to a text (``DeobfuscationRule``) and what each change costs;
/// a language model of clean Korean says what the text read costs. A reading is best only if it is cheaper than
/// the text as written by a margin. Time is linear in the text.
public struct Deobfuscator: Sendable {
  private let tables: ChannelTables
  private let model: ReadingModel?
  private let evidence: LexiconEvidence
  package var prices: Prices

  /// The deobfuscator with the bundled tables and language model.
  public static let standard = Deobfuscator()

  /// A deobfuscator with the bundled tables and language model.
  public init() {
    self.init(model: ReadingModel.bundled)
  }

  /// A deobfuscator that knows terms to look for: consonants alone are read as one of them (ㅅㅂ), and a reading
  /// in which one appears needs less to be believed.
  public init(lexiconTerms: [String]) {
    self.init(model: ReadingModel.bundled, lexiconTerms: lexiconTerms)
  }

  package init(model: ReadingModel?, lexiconTerms: [String] = []) {
    let terms = lexiconTerms.map(\.scalarValues)
    var tables = ChannelTables.standard
    tables.addChosung(of: terms)
    self.tables = tables
    self.model = model
    evidence = LexiconEvidence(terms)
    prices = Prices()
  }

  /// The likeliest reading of `text`: the text as written unless another one is cheaper by a margin.
  public func best(of text: AlignedText) -> Reading {
    readings(of: text, limit: 2, isHasty: evidence.isEmpty)[0]
  }

  /// The readings of `text`, best first, at most `limit` of them and at least one; the text as written is
  /// always among them.
  public func readings(of text: AlignedText, limit: Int = 8) -> [Reading] {
    readings(of: text, limit: limit, isHasty: false)
  }

  /// With `isHasty` other readings are left out where none would be believed.
  private func readings(of text: AlignedText, limit: Int, isHasty: Bool) -> [Reading] {
    let units = Unit.units(of: text.utf8)
    guard let model, !units.isEmpty else { return [Reading(text: text, cost: 0, changes: [])] }
    let writtenText = WrittenText(units, model: model)
    let written = writtenText.cost
    let asWritten = Reading(text: text, cost: written, changes: [])
    if isHasty, !Decision.isWorthATry(units, writtenText, model: model), !tables.haveYaminjeongeum(units) {
      return [asWritten]
    }
    guard limit > 1, let suspects = writtenText.suspects(units, prices: prices) else { return [asWritten] }
    let lattice = Lattice(
      units: units, written: writtenText, suspects: suspects, tables: tables, prices: prices)
    let decoder = Decoder(lattice, model: model)
    let paths = decoder.run()
    var readings: [Reading] = []
    for path in paths {
      let reading = ReadingAssembler(text: text, units: units, nodes: decoder.nodes).reading(path)
      guard !reading.isAsWritten, readings.count < limit - 1 else { continue }
      readings.append(reading)
    }
    let place = readings.firstIndex { !isBelieved($0, units, written, model) } ?? readings.count
    readings.insert(asWritten, at: place)
    return readings
  }

  private func isBelieved(_ reading: Reading, _ units: [Unit], _ written: Float, _ model: ReadingModel)
    -> Bool
  {
    // What nobody sees says nothing: without it the text is what its reader sees.
    if reading.changes.allSatisfy({ $0.rule == .separator && Unit.isInvisible($0.from) }) { return true }
    // A whole word that looks like another one is in the table because nobody writes it for itself.
    if written > reading.cost,
      reading.changes.allSatisfy({ $0.rule == .yaminjeongeum && $0.from.unicodeScalars.count > 1 })
    {
      return true
    }
    if isPlainDisguise(reading, written) { return true }
    let features = Decision.features(reading, units: units, written: written, model: model)
    let support = evidence.supports(reading) ? prices.lexiconSupport : 0
    return Decision.standard.score(features) + support > prices.margin
  }

  /// Whether a reading undoes only what nobody does by chance (jamo pulled apart, the keyboard switched, signs inside
  /// words) and saves much by it: one such word in a long clean sentence is enough.
  private func isPlainDisguise(_ reading: Reading, _ written: Float) -> Bool {
    let signs = reading.changes.contains { $0.rule == .separator }
    return written - reading.cost > (signs ? prices.plainGainOfSigns : prices.plainGain)
      && reading.changes.allSatisfy { [.jamoSplit, .keyboard, .separator, .leet].contains($0.rule) }
      && reading.changes.allSatisfy { !$0.from.allSatisfy(\.isWhitespace) }
  }

  /// The features that decide about the best other reading of `text`, for fitting; nil if there is none.
  package func decisionFeatures(of text: AlignedText) -> [Float]? {
    var eager = self
    eager.prices.margin = -.infinity
    let reading = eager.readings(of: text, limit: 2, isHasty: false)[0]
    guard let model, !reading.isAsWritten else { return nil }
    let units = Unit.units(of: text.utf8)
    return Decision.features(
      reading, units: units, written: WrittenText(units, model: model).cost, model: model)
  }

  /// The names of the values of ``decisionFeatures(of:)``.
  package static var decisionFeatureNames: [String] { Decision.names }
}
