import Tokenization

/// What keeps `haechi spm train` from giving a model.
enum SpmTrainFault: Error, Equatable {
  case notAFlag(String)
  case unknownFlag(String, near: String?)
  case missingFlag(String)
  case missingValue(flag: String)
  case notAValue(flag: String, value: String, expected: SpmTrainFlags.Kind)
  case unwritable(path: String, reason: String)
  case training(TokenizerTrainingError)

  /// The exit status that it means.
  var status: CommandFailure.Status {
    switch self {
    case .notAFlag, .unknownFlag, .missingFlag, .missingValue, .notAValue: .usage
    case .unwritable, .training(.unwritableFile): .output
    case .training(.unreadableFile): .noInput
    case .training(.malformedRow), .training(.malformedRule), .training(.malformedSeed), .training(.noText),
      .training(.invalidCharsmap), .training(.memoryExhausted), .training(.vocabularyTooLarge),
      .training(.vocabularyTooSmall), .training(.specialIDUnreached), .training(.cancelled):
      .data
    case .training: .usage
    }
  }

  /// The sentence in `language`: what is wrong, where, and what to do.
  func text(in language: Language) -> String {
    let korean = language == .ko
    switch self {
    case .notAFlag(let argument):
      return korean
        ? "“\(argument)”은(는) 플래그가 아닙니다. 입력 파일은 --input=FILE 로 주세요."
        : "“\(argument)” is no flag. Give input files as --input=FILE."
    case .unknownFlag(let name, let near):
      let hint = near.map { korean ? " 혹시 --\($0)?" : " Did you mean --\($0)?" } ?? ""
      return korean
        ? "--\(name) 플래그는 없습니다.\(hint) haechi spm train --help 에 모든 플래그가 있습니다."
        : "There is no flag --\(name).\(hint) haechi spm train --help lists all flags."
    case .missingFlag(let name):
      return korean ? "--\(name) 값이 필요합니다." : "--\(name) is needed."
    case .missingValue(let flag):
      return korean
        ? "--\(flag) 뒤에 값이 없습니다. --\(flag)=값 으로 주세요." : "--\(flag) has no value. Write --\(flag)=VALUE."
    case .notAValue(let flag, let value, let expected):
      return korean
        ? "--\(flag) 값 “\(value)”은(는) 쓸 수 없습니다. \(expected.korean) 주세요."
        : "--\(flag) does not take “\(value)”. Give \(expected.english)."
    case .unwritable(let path, let reason):
      return korean ? "\(path) 파일을 쓸 수 없습니다: \(reason)." : "\(path) cannot be written: \(reason)."
    case .training(let error):
      return korean ? error.korean : error.english
    }
  }
}

extension SpmTrainFlags.Kind {
  fileprivate var english: String {
    switch self {
    case .number: "a whole number"
    case .fraction: "a number"
    case .truth: "true or false"
    case .text, .ignored: "a size such as 512M"
    }
  }

  fileprivate var korean: String {
    switch self {
    case .number: "정수를"
    case .fraction: "수를"
    case .truth: "true나 false를"
    case .text, .ignored: "512M 같은 크기를"
    }
  }
}

extension TokenizerTrainingError {
  fileprivate var english: String {
    switch self {
    case .settingOutOfRange(let name, let found, let expected):
      "--\(name) is \(plain(found)), and should lie from \(plain(expected.lowerBound)) to \(plain(expected.upperBound))."
    case .conflictingSettings(let name, let other):
      "--\(name) does not go with \(other). Leave one of them out."
    case .unknownValue(let name, let found, let expected):
      "--\(name) does not know “\(found)”. Take one of: \(expected.joined(separator: ", "))."
    case .emptySymbol(let setting): "--\(setting) holds an empty name. Name the piece, or set its id to -1."
    case .duplicateSymbol(let name): "The symbol “\(name)” is there twice. Leave one of them out."
    case .specialIDTaken(let piece, let id):
      "The id \(id) of “\(piece)” is taken by another special piece. Give it another."
    case .specialIDOutOfRange(let piece, let id, let size):
      "The id \(id) of “\(piece)” is not below the vocabulary's \(size). Lower it or raise --vocab_size."
    case .specialIDUnreached(let piece, let id, let pieces):
      "“\(piece)” should have id \(id), but the model ends after \(pieces) pieces. Lower the id or add text."
    case .unknownPieceMissing:
      "Without --byte_fallback there must be an unknown piece. Set --unk_id to 0 or more."
    case .unreadableFile(let path, let code): "\(path) cannot be read: \(systemReason(code))."
    case .unwritableFile(let path, let code): "\(path) cannot be written: \(systemReason(code))."
    case .malformedRow(let line, let found):
      "Line \(line) is not a text, a tab and a count: “\(found)”. Correct it, or take --input_format=text."
    case .malformedRule(let path, let line, let found):
      "Line \(line) of \(path) is no rule: “\(found)”. Write hexadecimal code points, a tab, and others."
    case .malformedSeed(let path, let line, let found):
      "Line \(line) of \(path) is not a piece, a tab and a frequency: “\(found)”."
    case .invalidCharsmap: "The normalization rule is damaged. Take another."
    case .noText:
      "There is no text to train on. Look at --input, and at --max_sentence_length if all lines are long."
    case .requiredSpace: "--required_chars holds a space, which never stands in a piece. Take it out."
    case .vocabularyTooSmall(let requested, let required):
      "A vocabulary of \(requested) is too small: special pieces and characters alone are \(required). Raise --vocab_size or lower --character_coverage."
    case .vocabularyTooLarge(let requested, let possible):
      "This text gives no \(requested) pieces. Set --vocab_size to \(possible) or less, add text, or take --hard_vocab_limit=false."
    case .memoryExhausted(let limit):
      "The lines take more than \(limit) bytes. Raise --max_memory, draw lines with --input_sentence_size, or leave --split_by_whitespace on."
    case .cancelled: "The training was called off."
    }
  }

  fileprivate var korean: String {
    switch self {
    case .settingOutOfRange(let name, let found, let expected):
      "--\(name) 값이 \(plain(found))입니다. \(plain(expected.lowerBound))부터 \(plain(expected.upperBound))까지여야 합니다."
    case .conflictingSettings(let name, let other): "--\(name) 플래그는 \(other)와 함께 쓸 수 없습니다. 하나를 빼세요."
    case .unknownValue(let name, let found, let expected):
      "--\(name) 값 “\(found)”을(를) 모릅니다. 쓸 수 있는 값: \(expected.joined(separator: ", "))."
    case .emptySymbol(let setting): "--\(setting) 값에 빈 이름이 있습니다. 이름을 주거나 id를 -1로 하세요."
    case .duplicateSymbol(let name): "기호 “\(name)”이(가) 두 번 나옵니다. 하나를 빼세요."
    case .specialIDTaken(let piece, let id): "“\(piece)”의 id \(id)는 다른 특수 조각이 쓰고 있습니다. 다른 id를 주세요."
    case .specialIDOutOfRange(let piece, let id, let size):
      "“\(piece)”의 id \(id)가 어휘 크기 \(size)보다 작지 않습니다. id를 낮추거나 --vocab_size 값을 높이세요."
    case .specialIDUnreached(let piece, let id, let pieces):
      "“\(piece)”의 id는 \(id)이어야 하지만 모델은 조각 \(pieces)개로 끝납니다. id를 낮추거나 글을 더하세요."
    case .unknownPieceMissing: "--byte_fallback이 없으면 모르는 글자의 조각이 필요합니다. --unk_id 값을 0 이상으로 하세요."
    case .unreadableFile(let path, let code): "\(path) 파일을 읽을 수 없습니다: \(systemReason(code))."
    case .unwritableFile(let path, let code): "\(path) 파일을 쓸 수 없습니다: \(systemReason(code))."
    case .malformedRow(let line, let found):
      "\(line)번째 줄은 ‘글, 탭, 횟수’가 아닙니다: “\(found)”. 고치거나 --input_format=text 로 하세요."
    case .malformedRule(let path, let line, let found):
      "\(path)의 \(line)번째 줄은 규칙이 아닙니다: “\(found)”. 16진수 코드 포인트, 탭, 코드 포인트로 쓰세요."
    case .malformedSeed(let path, let line, let found):
      "\(path)의 \(line)번째 줄은 ‘조각, 탭, 빈도’가 아닙니다: “\(found)”."
    case .invalidCharsmap: "정규화 규칙이 손상되었습니다. 다른 규칙을 쓰세요."
    case .noText: "학습할 글이 없습니다. --input 값을, 모든 줄이 길다면 --max_sentence_length 값을 확인하세요."
    case .requiredSpace: "--required_chars 값에 공백이 있습니다. 공백은 조각에 들어가지 않으니 빼세요."
    case .vocabularyTooSmall(let requested, let required):
      "어휘 \(requested)개는 너무 작습니다. 특수 조각과 글자만 \(required)개입니다. --vocab_size 값을 높이거나 --character_coverage 값을 낮추세요."
    case .vocabularyTooLarge(let requested, let possible):
      "이 글로는 조각 \(requested)개를 만들 수 없습니다. --vocab_size 값을 \(possible) 이하로 하거나 글을 더하거나 --hard_vocab_limit=false 로 하세요."
    case .memoryExhausted(let limit):
      "줄들이 \(limit)바이트를 넘습니다. --max_memory 값을 높이거나 --input_sentence_size로 줄을 뽑거나 --split_by_whitespace를 켜 두세요."
    case .cancelled: "학습을 그만두었습니다."
    }
  }

  private func plain(_ number: Double) -> String {
    number == number.rounded() && number.magnitude < 1e15 ? String(Int(number)) : String(Float(number))
  }
}
