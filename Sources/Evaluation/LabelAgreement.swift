/// How far two scorers agree on labels, such as an int8 model and its f32 twin.
public struct LabelAgreement: Codable, Equatable, Sendable {
  /// The number of texts.
  public var texts: Int
  /// The number of texts with the same label.
  public var agreeing: Int
  /// The largest distance between two scores of one text.
  public var largestDifference: Double
  /// The mean distance between two scores of one text.
  public var meanDifference: Double

  /// The share of texts with the same label; nil without texts.
  public var share: Double? { texts == 0 ? nil : Double(agreeing) / Double(texts) }

  /// Compares two scorers' label scores of the same texts at one threshold.
  public init(_ left: [Double], _ right: [Double], threshold: Double) {
    precondition(left.count == right.count, "both scored the same texts")
    texts = left.count
    agreeing = zip(left, right).count { ($0 >= threshold) == ($1 >= threshold) }
    let differences = zip(left, right).map { abs($0 - $1) }
    largestDifference = differences.max() ?? 0
    meanDifference = differences.isEmpty ? 0 : differences.reduce(0, +) / Double(differences.count)
  }
}
