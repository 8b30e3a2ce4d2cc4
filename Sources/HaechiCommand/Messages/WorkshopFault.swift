import Datasets
import Evaluation
import Haechi
import Lexicons
import Models
import Tensors
import Tokenization
import Training

/// An error of one of the rooms of the data way, or of the guardian, on its way to becoming a sentence.
enum WorkshopFault: Equatable, Sendable {
  case dataset(DatasetError)
  case lexicon(LexiconError)
  case model(ModelError)
  case tokenization(TokenizationError)
  case training(TrainingError)
  case run(TrainingRunError)
  case evaluation(EvaluationError)
  /// The tokenizer has `found` pieces where the model has `expected` rows.
  case vocabulary(expected: Int, found: Int)
  /// The model asks for a form of text that this version does not have.
  case normalization(found: String)

  /// The fault that `error` is; `nil` for an error of another room.
  init?(_ error: any Error) {
    switch error {
    case let error as DatasetError: self = .dataset(error)
    case let error as LexiconError: self = .lexicon(error)
    case let error as ModelError: self = .model(error)
    case let error as TokenizationError: self = .tokenization(error)
    case let error as TrainingError: self = .training(error)
    case let error as TrainingRunError: self = .run(error)
    case let error as EvaluationError: self = .evaluation(error)
    case let error as GuardianError: self.init(guardian: error)
    default: return nil
    }
  }

  /// The fault that keeps a guardian from being made.
  init(guardian error: GuardianError) {
    switch error {
    case .model(let error): self = .model(error)
    case .tokenizer(let error): self = .tokenization(error)
    case .vocabulary(let expected, let found): self = .vocabulary(expected: expected, found: found)
    case .normalization(let found): self = .normalization(found: found)
    }
  }

  /// The sentence in `language`: what is wrong, where, and what to do.
  func text(in language: Language) -> String {
    switch language {
    case .ko: korean
    case .en: english
    }
  }

  /// The exit status that it means.
  var status: CommandFailure.Status {
    switch self {
    case .dataset(let error): error.status
    case .lexicon(let error): error.status
    case .model(let error): error.status
    case .training(let error): error.status
    case .run(let error): error.status
    case .evaluation(let error): error.status
    case .tokenization, .vocabulary, .normalization: .data
    }
  }
}

extension DatasetError {
  fileprivate var status: CommandFailure.Status {
    switch self {
    case .unreadable(_, Detail.notUTF8): .data
    case .unreadable, .missingFolder, .missingFile: .noInput
    case .unwritable: .output
    case .invalidYAML, .duplicateSource, .unknownSource, .unknownSplit, .forbiddenUse, .unknownCategory,
      .checksumMismatch, .packing, .malformedFile, .emptyEvaluation:
      .data
    }
  }
}

extension LexiconError {
  fileprivate var status: CommandFailure.Status {
    switch self {
    case .unreadable(_, Detail.notUTF8): .data
    case .unreadable: .noInput
    case .invalidYAML, .duplicate, .invalidRow: .data
    case .unknown: .usage
    }
  }
}

extension ModelError {
  /// An inaccessible file counts as input here; `GuardianSaving` knows of those it writes.
  fileprivate var status: CommandFailure.Status {
    switch self {
    case .inaccessibleFile, .badTensors(_, .unreadable): .noInput
    case .badTensors(_, .unwritable): .output
    case .misalignedBundle, .noDefaultModel: .software
    case .badTensors, .malformedJSON, .unsupportedOption, .invalidValue, .missingParameter,
      .unexpectedParameter, .wrongShape, .notFinite, .missingMetadata, .notABundle,
      .unsupportedBundleVersion, .wrongLength, .missingSection, .misplacedSection, .checksumMismatch:
      .data
    }
  }
}

extension TrainingError {
  fileprivate var status: CommandFailure.Status {
    switch self {
    case .emptyBatch, .emptyExample, .idOutOfRange, .categoryCount: .software
    case .file(_, "read", _): .noInput
    case .file: .output
    case .tooLong, .valueOutOfRange, .configuration, .parameter, .notFinite, .notAState, .stateLength,
      .stateChecksum, .stateMismatch:
      .data
    }
  }
}

extension TrainingRunError {
  fileprivate var status: CommandFailure.Status {
    switch self {
    case .file: .output
    case .foreignFolder, .missingPiece, .categories, .emptyStage: .data
    }
  }
}

extension EvaluationError {
  fileprivate var status: CommandFailure.Status {
    switch self {
    case .scoreCount, .categoryCount: .software
    case .unencodable: .output
    case .nonFiniteScore, .unlabelledRow, .missingClass, .notAGuardian: .data
    }
  }
}
