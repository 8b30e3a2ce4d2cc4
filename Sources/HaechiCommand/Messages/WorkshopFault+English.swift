import Datasets
import Evaluation
import Lexicons
import Training

extension WorkshopFault {
  /// The sentence for English readers.
  var english: String {
    switch self {
    case .dataset(let error): error.english
    case .lexicon(let error): error.english
    case .model(let error): error.english
    case .tokenization(let error): error.english
    case .training(let error): error.english
    case .run(let error): error.english
    case .evaluation(let error): error.english
    case .vocabulary(let expected, let found):
      "The tokenizer has \(found) pieces, but the model has \(expected) rows for them. Take tokenizer and model from the same training."
    case .normalization(let found):
      "The model asks for the text form “\(found)”, which this version does not have. Use the version of haechi that made the model."
    }
  }
}

extension DatasetError {
  fileprivate var english: String {
    switch self {
    case .unreadable(let path, let reason): unreadableFile(path, reason)
    case .unwritable("", let reason):
      "The dataset cannot be written as JSON: \(Detail.reason(reason)). \(bug)"
    case .unwritable(let path, let reason):
      Message.fileUnwritable(path: path, reason: Detail.reason(reason)).english
    case .invalidYAML(let path, let key, let expected, let found):
      invalidFile(path, key: key, expected: expected, found: found)
    case .duplicateSource(let id, let path):
      "Two manifests have the id “\(id)”; the second is \(path). Give each source an id of its own."
    case .unknownSource(let id, let known):
      "The recipe names the source “\(id)”, which has no manifest. There are: \(list(known)). Correct the name, or add its manifest to the folder “sources” of --corpora."
    case .unknownSplit(let source, let split, let known):
      "The source “\(source)” has no split “\(split)”. It has: \(list(known)). Correct the recipe."
    case .forbiddenUse(let source, let use, let permitted):
      "The source “\(source)” may not be used for “\(use)”; its manifest permits: \(list(permitted)). Take it out of this part of the recipe."
    case .unknownCategory(let slug, let place, let known):
      "“\(place)” names the category “\(slug)”, which the recipe does not list. It lists: \(list(known)). Correct the name, or add the category to the recipe."
    case .missingFolder(let source, let path):
      "The folder of the source “\(source)” is not there: \(path). Fetch the source, or name the folder that holds it with --mirror."
    case .missingFile(let source, let path):
      "A file of the source “\(source)” is not there: \(path). Fetch the source again."
    case .checksumMismatch(let source, let path, let expected, let found):
      "\(path) of the source “\(source)” is not the file that the manifest describes: its SHA-256 is \(found), not \(expected). Fetch the source again."
    case .packing(let source, let path, let fault):
      "\(path) of the source “\(source)” cannot be unpacked: \(fault.english). Fetch the file again."
    case .malformedFile(let source, let path, let line, let fault):
      "\(path) of the source “\(source)” cannot be read as rows at line \(line): \(fault.english). Fetch the file again, or correct its format in the manifest."
    case .emptyEvaluation(let name):
      "The evaluation set “\(name)” came out empty. Check its source, splits and filters in the recipe."
    }
  }
}

extension RowFault {
  /// What is wrong with the row, to stand after a colon.
  fileprivate var english: String {
    switch self {
    case .invalidUTF8: "the bytes are not UTF-8"
    case .fieldCount(let expected, let found): "it has \(found) fields where there should be \(expected)"
    case .textAfterQuote: "text follows a closing quote where a delimiter should"
    case .unterminatedQuote: "a quote is opened and never closed"
    case .missingSeparator: "there is no separator between the fields"
    case .invalidJSON(let byteOffset, let expected):
      "it is not JSON at byte offset \(byteOffset), where there should be: \(phrase(expected))"
    case .missingField(let name): "there is no field “\(name)”"
    case .blankText: "the text is empty"
    case .unknownLabel(let label): "no rule of the manifest fits the label “\(label)”"
    case .unknownCategory(let slug): "there is no category “\(slug)”"
    }
  }
}

extension LexiconError {
  fileprivate var english: String {
    switch self {
    case .unreadable(let path, let reason): unreadableFile(path, reason)
    case .invalidYAML(let path, let key, let expected, let found):
      invalidFile(path, key: key, expected: expected, found: found)
    case .duplicate(let path, let key, let value):
      "\(path), key “\(key)”: “\(value)” is there a second time. Give each entry a name of its own."
    case .invalidRow(let path, let line, let column, let expected, let found):
      "\(path):\(line): \(LexiconSentence(.invalidField(column: column, expected: expected, found: found)).text(in: .en))"
    case .unknown(let what, let name, let known):
      "There is no \(what) “\(name)”. There are: \(list(known))."
    }
  }
}

extension TrainingError {
  fileprivate var english: String {
    switch self {
    case .emptyBatch: "A batch has no example. \(bug)"
    case .emptyExample(let index): "The example at index \(index) of a batch has no tokens. \(bug)"
    case .idOutOfRange(let example, let position, let found, let vocabulary):
      "The example at index \(example) of a batch has the id \(found) at position \(position), but there are only \(vocabulary) pieces. \(bug)"
    case .tooLong(let example, let found, let limit):
      "The example at index \(example) of a batch is \(found) tokens long, but the model has \(limit) positions. In the recipe, lower guardian.contextTokens or raise model.maximumPositions."
    case .categoryCount(let example, let expected, let found):
      "The example at index \(example) of a batch has \(found) categories where the model has \(expected). \(bug)"
    case .valueOutOfRange(let name, let found):
      "The setting “\(name)” lies outside its range: \(found). Correct it in the recipe."
    case .configuration(let field, let found):
      "A model whose “\(field)” is \(found) cannot be trained. Correct it in the recipe."
    case .parameter(let name, let expected, .some(let found)):
      "The parameter “\(name)” has the shape \(found) where the model has \(expected). Start from weights of the same shape as the recipe's model."
    case .parameter(let name, let expected, .none):
      "The parameter “\(name)” of shape \(expected) is missing. Start from weights of the same shape as the recipe's model."
    case .notFinite(let step, let loss, let gradientNorm):
      "Training broke down at step \(step): the loss is \(loss), the gradient's norm \(gradientNorm). Lower learningRate or clipNorm in the recipe and start in a new folder."
    case .file(let path, "read", let errno): InputError(path: path, code: errno).message.english
    case .file(let path, _, let errno):
      Message.fileUnwritable(path: path, reason: systemReason(errno)).english
    case .notAState(let path):
      "\(path) is not a training state of this version. \(stateAdvice)"
    case .stateLength(let path, let expected, let found):
      "\(path) should hold \(expected) bytes of training state and holds \(found). \(stateAdvice)"
    case .stateChecksum(let path, let expected, let found):
      "\(path) is damaged: its checksum is \(hexadecimal(found)), not \(hexadecimal(expected)). \(stateAdvice)"
    case .stateMismatch(let path, let field, let expected, let found):
      "\(path) belongs to another run: “\(field)” differs\(isNumber(expected, found) ? " (\(found), not \(expected))" : ""). Name another folder with -o."
    }
  }
}

private let stateAdvice = "Delete it; its stage then starts over."

extension TrainingRunError {
  fileprivate var english: String {
    switch self {
    case .foreignFolder(let path):
      "\(path) holds a run of another recipe or of other data. Name another folder with -o."
    case .file(let path, let reason):
      "The run's file \(path) cannot be read or written: \(Detail.reason(reason)). Check the folder given with -o, or name another."
    case .missingPiece(let piece):
      "The run's tokenizer has no piece “\(piece)”. Name another folder with -o, so that it is trained anew."
    case .categories(let expected, let found):
      "The recipe's categories (\(list(found))) are not those of the taxonomy (\(list(expected))). Give both the same, in the same order."
    case .emptyStage(let name):
      "The stage “\(name)” has no rows to learn from. Check its “rows” and the sources in the recipe."
    }
  }
}

extension EvaluationError {
  fileprivate var english: String {
    switch self {
    case .scoreCount(let contestant, let set, let expected, let found):
      "“\(contestant)” gave \(found) scores for the \(expected) texts of “\(set)”. \(bug)"
    case .categoryCount(let contestant, let set, let row, let expected, let found):
      "“\(contestant)” gave row \(row + 1) of “\(set)” scores for \(found) categories where there are \(expected). \(bug)"
    case .nonFiniteScore(let contestant, let set, let row):
      "“\(contestant)” gave row \(row + 1) of “\(set)” a score that is no finite number. The model is broken: take another, or train it again."
    case .unlabelledRow(let set, let id):
      "The row “\(id)” of the evaluation set “\(set)” has no label. Choose a view of the source that gives one, or leave the row out."
    case .missingClass(let label):
      "No training row has the label “\(label)”, and the baseline needs some. Add a source with such rows to the recipe."
    case .notAGuardian:
      "The folder has no haechi.json, so it is no guardian. Name a folder that haechi train wrote."
    case .unencodable(let reason):
      "The report cannot be written as JSON: \(Detail.reason(reason)). Leave --json out, or check the tables for values that are no numbers."
    }
  }
}

private let bug = "This is a fault of haechi itself; please report it."

private func unreadableFile(_ path: String, _ reason: String) -> String {
  if reason == Detail.notUTF8 { return "\(path) is not UTF-8. Save it as UTF-8." }
  if let code = Detail.systemCode(in: reason) { return InputError(path: path, code: code).message.english }
  return Message.fileUnreadable(path: path, reason: Detail.reason(reason)).english
}

private func invalidFile(_ path: String, key: String, expected: String, found: String) -> String {
  let place = key.isEmpty ? path : "\(path), key “\(key)”"
  return "\(place): there should be \(phrase(expected)), but there is: \(phrase(found)). Correct the file."
}

private func phrase(_ phrase: String) -> String { Detail.phrase(phrase, in: .en) }

private func list(_ names: [String]) -> String { Detail.list(names, in: .en) }

/// Whether both values are numbers, which a reader can compare, and no description of a type.
func isNumber(_ values: String...) -> Bool { values.allSatisfy { Int($0) != nil } }

/// A checksum as it is usually written.
func hexadecimal(_ number: UInt64) -> String {
  let digits = String(number, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}

extension CodecFault {
  var english: String {
    switch self {
    case .corrupt: "its bytes are damaged or of another format than its name says"
    case .truncated: "it ends too early"
    case .outOfMemory: "there is no memory left"
    }
  }
}
