/// Reads obfuscated Korean: a noisy channel between what was meant and what is written.
///
/// The channel says what a writer may have done to a text (``DeobfuscationRule``) and what each change costs;
/// a language model of clean Korean says what the text read costs. A reading is best only if it is cheaper than
/// the text as written by a margin. Time is linear in the text.
public struct Deobfuscator: Sendable {
  private let tables: ChannelTables
  private let model: ReadingModel?
  package var prices: Prices

  /// The deobfuscator with the bundled tables and language model.
  public static let standard = Deobfuscator()

  /// A deobfuscator with the bundled tables and language model.
  public init() {
    self.init(model: ReadingModel.bundled)
  }

  package init(model: ReadingModel?) {
    tables = .standard
    self.model = model
    prices = Prices()
  }

  /// The likeliest reading of `text`: the text as written unless another one is cheaper by a margin.
  public func best(of text: AlignedText) -> Reading {
    readings(of: text, limit: 2)[0]
  }

  /// The readings of `text`, best first, at most `limit` of them and at least one; the text as written is
  /// always among them.
  public func readings(of text: AlignedText, limit: Int = 8) -> [Reading] {
    let units = Unit.units(of: text.utf8)
    guard let model, !units.isEmpty else { return [Reading(text: text, cost: 0, changes: [])] }
    let written = writtenCost(units, model)
    let asWritten = Reading(text: text, cost: written, changes: [])
    guard limit > 1 else { return [asWritten] }
    let lattice = Lattice(units: units, tables: tables, prices: prices)
    var decoder = Decoder(lattice, model: model)
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

  private func isBelieved(_ reading: Reading, _ units: [Unit], _ written: Float, _ model: ReadingModel) -> Bool {
    let features = Decision.features(reading, units: units, written: written, model: model)
    return Decision.standard.score(features) > prices.margin
  }

  /// The features that decide about the best other reading of `text`, for fitting; nil if there is none.
  package func decisionFeatures(of text: AlignedText) -> [Float]? {
    var eager = self
    eager.prices.margin = -.infinity
    let reading = eager.best(of: text)
    guard let model, !reading.isAsWritten else { return nil }
    let units = Unit.units(of: text.utf8)
    return Decision.features(reading, units: units, written: writtenCost(units, model), model: model)
  }

  /// The names of the values of ``decisionFeatures(of:)``.
  package static var decisionFeatureNames: [String] { Decision.names }

  private func writtenCost(_ units: [Unit], _ model: ReadingModel) -> Float {
    var state = model.start
    var cost: Float = 0
    for unit in units where unit.kind != .invisible {
      let symbol = ReadingSymbol.of(unit.scalar)
      if symbol == ReadingSymbol.space, state.last == symbol { continue }
      cost += model.cost(symbol, after: state)
      state = model.next(state, symbol)
    }
    return cost + model.cost(ReadingSymbol.boundary, after: state)
  }
}
