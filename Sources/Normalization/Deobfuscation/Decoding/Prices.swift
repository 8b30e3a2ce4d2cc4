/// What changes cost in nats, beyond what the tables say. Tuned on the training split of KOTOX.
package struct Prices: Sendable {
  /// The shipped prices.
  package init() {}

  /// The logits above which a reading is believed.
  package var margin: Float = 0.5
  /// How many logits a lexicon term that a reading brings to light is worth.
  package var lexiconSupport: Float = 7
  /// What a reading that only undoes plain disguises must save, in nats, to be believed whatever else the text is.
  package var plainGain: Float = 12
  /// The same where signs are taken out, which film reviewers also put in for emphasis.
  package var plainGainOfSigns: Float = 16
  /// What a text must cost the language model a character for a change of it to be believed.
  static let worthATry: Float = 4.3
  /// What a scalar must cost the language model for the text around it to be looked at.
  package var surprise: Float = 7.5
  /// What the syllables of a word must cost on average for other orders to be tried.
  package var shuffledSurprise: Float = 4.5
  package var idleSpace: Float = 0.5
  package var upperCase: Float = 2
  package var foreignWord: Float = 5
  package var keyboard: Float = 3
  package var composition: Float = 0
  package var missingOnset: Float = 2
  package var stolenOnset: Float = 3
  package var repetition: Float = 4
  package var removal: Float = 8
  package var removalFall: Float = 1
  package var removalLeast: Float = 0.4
  package var removalInside: Float = 3.5
  package var spaceRemoval: Float = 6
  package var spaceInsertion: Float = 8
  package var anagram: Float = 3
  package var spaceInsertionWithoutSpaces: Float = -1
  package var spaceRemovalAmongMany: Float = 2

  /// The prices by name, for tuning.
  package static let named: [(String, WritableKeyPath<Prices, Float> & Sendable)] = [
    ("margin", \.margin),
    ("plainGain", \.plainGain),
    ("plainGainOfSigns", \.plainGainOfSigns),
    ("idleSpace", \.idleSpace),
    ("upperCase", \.upperCase),
    ("foreignWord", \.foreignWord),
    ("keyboard", \.keyboard),
    ("surprise", \.surprise),
    ("shuffledSurprise", \.shuffledSurprise),
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
