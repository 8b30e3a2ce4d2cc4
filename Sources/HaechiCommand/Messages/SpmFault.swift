import Tokenization

/// What the verbs of `haechi spm` refuse.
enum SpmFault: Error, Equatable, Sendable {
  // Wrong usage
  case noModel
  case optionUnknown(option: String, value: String, valid: [String])
  case optionOutOfRange(option: String, value: String, valid: String)
  case optionsExclude(String, String)
  case pieceUndefined(name: String)
  case modelUnusable(path: String, fault: WorkshopFault)
  case unavailable(what: String, type: String)

  // Bad lines
  case notJSON(offset: Int)
  case notAJSONString
  case notIDs
  case notAnID(text: String)
  case idOutsideOfModel(id: Int, count: Int)
  case tokenization(TokenizationError)

  /// The sentence in `language`.
  func text(in language: Language) -> String {
    switch language {
    case .ko: korean
    case .en: english
    }
  }

  private var english: String {
    switch self {
    case .noModel: "No model is named. Give one with --model FILE."
    case .optionUnknown(let option, let value, let valid):
      "\(option): “\(value)” is none of its values. Use one of: \(valid.joined(separator: ", "))."
    case .optionOutOfRange(let option, let value, let valid):
      "\(option): \(value) cannot be used. Give \(valid)."
    case .optionsExclude(let one, let other):
      "\(one) and \(other) cannot be given together. Leave one of them out."
    case .pieceUndefined(let name):
      "The model has no control piece “\(name)” to add. Leave it out of --extra_options."
    case .modelUnusable(let path, let fault): "\(path): \(fault.text(in: .en))"
    case .unavailable(let what, let type):
      "Models of the type \(type) have no \(what). Use a unigram model, or another output format."
    case .notJSON(let offset): "not JSON at byte offset \(offset) of the line"
    case .notAJSONString: "not a JSON string"
    case .notIDs: "not a JSON array of ids"
    case .notAnID(let text): "“\(text)” is not an id"
    case .idOutsideOfModel(let id, let count): "id \(id) lies outside of the model's \(count) pieces"
    case .tokenization(let error): WorkshopFault.tokenization(error).text(in: .en)
    }
  }

  private var korean: String {
    switch self {
    case .noModel: "모델이 지정되지 않았습니다. --model 파일 로 지정하세요."
    case .optionUnknown(let option, let value, let valid):
      "\(option): “\(value)”라는 값은 없습니다. 다음 중 하나를 쓰세요: \(valid.joined(separator: ", "))."
    case .optionOutOfRange(let option, let value, let valid):
      "\(option): \(value) 값은 쓸 수 없습니다. 가능한 값: \(valid)."
    case .optionsExclude(let one, let other):
      "\(one) 옵션과 \(other) 옵션은 함께 쓸 수 없습니다. 하나를 빼세요."
    case .pieceUndefined(let name):
      "모델에 덧붙일 제어 조각 “\(name)”이 없습니다. --extra_options에서 빼세요."
    case .modelUnusable(let path, let fault): "\(path): \(fault.text(in: .ko))"
    case .unavailable(let what, let type):
      "\(type) 모델은 이 기능을 지원하지 않습니다: \(what). unigram 모델이나 다른 출력 형식을 쓰세요."
    case .notJSON(let offset): "줄의 바이트 위치 \(offset)에서 JSON이 아닙니다"
    case .notAJSONString: "JSON 문자열이 아닙니다"
    case .notIDs: "조각 번호의 JSON 배열이 아닙니다"
    case .notAnID(let text): "“\(text)”: 조각 번호가 아닙니다"
    case .idOutsideOfModel(let id, let count): "\(id)번은 모델의 조각 \(count)개 밖에 있습니다"
    case .tokenization(let error): WorkshopFault.tokenization(error).text(in: .ko)
    }
  }
}

extension CommandFailure {
  /// The end of a run for wrong usage of a verb of `haechi spm`.
  init(_ fault: SpmFault) { self.init(status: .usage, message: .spm(fault)) }
}
