import Datasets

/// The baseline that a guardian has to beat: logistic regression over hashed character n-grams of jamo, for the
/// label and for each category against the rest.
///
/// Trained with AdaGrad (Duchi, Hazan, Singer 2011) on the rows, weights and masks of a dataset. Deterministic.
public struct NgramLogisticRegression: QueryScorer, Sendable {
  /// How it is trained.
  public struct Settings: Equatable, Sendable {
    /// Passes over the rows.
    public var epochs: Int
    /// AdaGrad's step size.
    public var learningRate: Float
    /// The strength of the L2 penalty, on the features that a row touches.
    public var penalty: Float
    /// Chooses the order of rows.
    public var seed: UInt64

    /// Settings; the defaults are those of the shipped reports.
    public init(epochs: Int = 3, learningRate: Float = 0.3, penalty: Float = 1e-6, seed: UInt64 = 0) {
      self.epochs = epochs
      self.learningRate = learningRate
      self.penalty = penalty
      self.seed = seed
    }
  }

  /// One lane for the label, one a category.
  typealias Outputs = SIMD16<Float>

  /// The most categories that fit beside the label.
  public static let maximumCategories = Outputs.scalarCount - 1

  /// The categories in the order of the scores.
  public let categories: [String]
  /// The label's threshold: the one of the highest F1 on the validation rows.
  public let threshold: Double
  /// The categories' thresholds, chosen likewise; 0.5 where the validation rows know no positive of one.
  public let categoryThresholds: [Double]

  private let features = NgramFeatures()
  private let weights: [Outputs]
  private let bias: Outputs

  /// Trains on a dataset's training rows and picks thresholds on its validation rows.
  public init(dataset: Dataset, settings: Settings = Settings()) throws(EvaluationError) {
    precondition(dataset.categories.count <= Self.maximumCategories, "a lane a category")
    for label in Record.Label.allCases where !dataset.train.contains(where: { $0.label == label }) {
      throw .missingClass(label: label.rawValue)
    }
    categories = dataset.categories
    var trainer = NgramTrainer(features: features, settings: settings)
    for record in dataset.train {
      trainer.add(record, weight: Float(dataset.weight(of: record)), categories: dataset.categories)
    }
    (weights, bias) = trainer.train()
    let scores = Self.scores(
      of: dataset.validation.map(\.text), features: features, weights: weights, bias: bias,
      count: dataset.categories.count)
    threshold = Self.threshold(
      zip(dataset.validation, scores).compactMap { record, score in
        record.label.map { (score.label, $0 == .unsafe) }
      })
    categoryThresholds = dataset.categories.enumerated().map { index, category in
      Self.threshold(
        zip(dataset.validation, scores).compactMap { record, score in
          record.categories[category].map { (score.categories[index], $0) }
        })
    }
  }

  /// The contestant of this baseline, with its thresholds.
  public func contestant(name: String = "n-gram baseline") -> Contestant {
    Contestant(
      name: name, scorer: self, threshold: threshold, categoryThresholds: categoryThresholds)
  }

  /// The probability of harm and of each category. O(characters).
  public func scores(for texts: [String]) -> [QueryScore] {
    Self.scores(of: texts, features: features, weights: weights, bias: bias, count: categories.count)
  }

  private static func scores(
    of texts: [String], features: NgramFeatures, weights: [Outputs], bias: Outputs, count: Int
  ) -> [QueryScore] {
    texts.map { text in
      let indices = features.features(of: text)
      var sum = Outputs.zero
      for index in indices { sum += weights[Int(index)] }
      let logits = bias + sum * scale(features: indices.count)
      let scores = (0...count).map { Double(sigmoid(logits[$0])) }
      return QueryScore(label: scores[0], categories: Array(scores[1...]))
    }
  }

  /// The value of each feature of a row, which gives the row unit length.
  static func scale(features count: Int) -> Float {
    count == 0 ? 0 : 1 / Float(count).squareRoot()
  }

  /// The threshold of the highest F1; 0.5 where a class is empty.
  private static func threshold(_ rows: [(score: Double, isPositive: Bool)]) -> Double {
    let metrics = BinaryMetrics(
      scores: rows.map(\.score), isPositive: rows.map(\.isPositive), threshold: 0.5,
      bootstrap: Bootstrap(resamples: 1))
    return metrics.optimalThreshold ?? 0.5
  }
}
