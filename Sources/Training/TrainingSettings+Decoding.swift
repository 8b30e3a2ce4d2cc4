extension TrainingSettings {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case categoryWeight, languageWeight, dropout, learningRate, warmupSteps, totalSteps, floorRatio, beta1, beta2
    case epsilon, weightDecay, decaysEmbedding, clipNorm, averageDecay
  }

  /// Settings from a recipe: what is absent keeps its default; `null` turns `clipNorm` or `averageDecay` off.
  ///
  /// A key that is not a setting is refused, so that a misspelt one does not pass for its default.
  public init(from decoder: any Swift.Decoder) throws {
    self.init()
    let known = Set(CodingKeys.allCases.map(\.stringValue))
    for key in try decoder.container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath + [key], debugDescription: "no setting is called \(key.stringValue)"))
    }
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func read<Value: Decodable>(_ key: CodingKeys, into value: inout Value) throws {
      if values.contains(key) { value = try values.decode(Value.self, forKey: key) }
    }
    try read(.categoryWeight, into: &categoryWeight)
    try read(.languageWeight, into: &languageWeight)
    try read(.dropout, into: &dropout)
    try read(.learningRate, into: &learningRate)
    try read(.warmupSteps, into: &warmupSteps)
    try read(.totalSteps, into: &totalSteps)
    try read(.floorRatio, into: &floorRatio)
    try read(.beta1, into: &beta1)
    try read(.beta2, into: &beta2)
    try read(.epsilon, into: &epsilon)
    try read(.weightDecay, into: &weightDecay)
    try read(.decaysEmbedding, into: &decaysEmbedding)
    try read(.clipNorm, into: &clipNorm)
    try read(.averageDecay, into: &averageDecay)
  }

  /// Any key of a mapping, to see which ones are there.
  private struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int? = nil

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
