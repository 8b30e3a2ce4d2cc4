import Datasets
import Evaluation
import Lexicons
import Models
import Tokenization
import Training

/// An error of one of the rooms of the data way, on its way to becoming a sentence.
enum WorkshopFault: Equatable, Sendable {
  case dataset(DatasetError)
  case lexicon(LexiconError)
  case model(ModelError)
  case tokenization(TokenizationError)
  case training(TrainingError)
  case run(TrainingRunError)
  case evaluation(EvaluationError)

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
    default: return nil
    }
  }
}
