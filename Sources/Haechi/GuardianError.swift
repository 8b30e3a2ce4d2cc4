import Models
import Tokenization

/// Why a guardian cannot be made from a bundle.
public enum GuardianError: Error, Sendable {
  /// The bundle cannot be read, or this build has no default model.
  case model(ModelError)
  /// The bundle's tokenizer cannot be used.
  case tokenizer(TokenizationError)
  /// The tokenizer has `found` pieces where the model has `expected` rows.
  case vocabulary(expected: Int, found: Int)
  /// A token that the metadata names is no row of a vocabulary of `vocabulary` rows.
  case token(id: Int32, vocabulary: Int)
  /// A context of `found` tokens cannot hold `<s>`, one piece and `<|pred|>`, or passes the model's `maximum`.
  case context(found: Int, maximum: Int)
  /// The temperature is no positive number.
  case temperature(found: Float)
  /// The metadata asks for a form of text that this version does not have.
  case normalization(found: String)
}
