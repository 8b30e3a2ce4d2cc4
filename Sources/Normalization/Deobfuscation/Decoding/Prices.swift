/// What changes cost in nats, beyond what the tables say. Tuned on the training split of KOTOX.
package struct Prices: Sendable {
  /// The shipped prices.
  package init() {}

  /// How much cheaper than the text as written a reading must be.
  package var margin: Float = 9
  package var idleSpace: Float = 0.5
  package var upperCase: Float = 4
  package var composition: Float = 0.5
  package var missingOnset: Float = 2
  package var stolenOnset: Float = 3
  package var repetition: Float = 4
  package var removal: Float = 7
  package var removalFall: Float = 1.5
  package var removalLeast: Float = 0.4
  package var removalInside: Float = 2.5
  package var spaceRemoval: Float = 6
  package var spaceInsertion: Float = 7
  package var anagram: Float = 5
  package var spaceInsertionWithoutSpaces: Float = 2
  package var spaceRemovalAmongMany: Float = 1.5

  /// The prices by name, for tuning.
  package static let named: [(String, WritableKeyPath<Prices, Float> & Sendable)] = [
    ("margin", \.margin),
    ("idleSpace", \.idleSpace),
    ("upperCase", \.upperCase),
    ("composition", \.composition),
    ("missingOnset", \.missingOnset),
    ("stolenOnset", \.stolenOnset),
    ("repetition", \.repetition),
    ("removal", \.removal),
    ("removalFall", \.removalFall),
    ("removalLeast", \.removalLeast),
    ("removalInside", \.removalInside),
    ("spaceRemoval", \.spaceRemoval),
    ("spaceInsertion", \.spaceInsertion),
    ("anagram", \.anagram),
    ("spaceInsertionWithoutSpaces", \.spaceInsertionWithoutSpaces),
    ("spaceRemovalAmongMany", \.spaceRemovalAmongMany),
  ]
}
