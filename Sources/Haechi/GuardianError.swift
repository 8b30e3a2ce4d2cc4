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
  /// The metadata asks for a form of text that this version does not have.
  case normalization(found: String)
}
