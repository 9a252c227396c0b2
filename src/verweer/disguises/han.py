# SPDX-License-Identifier: Apache-2.0
"""Chinese names in their own signs."""

from random import Random

from verweer.disguises._hiding import disguise

_HAN = {"chen": "陈", "wang": "王", "li": "李", "zhao": "赵", "mei": "梅", "jing": "静", "lan": "兰", "wei": "伟", "xiu": "秀", "hua": "华",
        "liu": "刘", "huang": "黄", "sun": "孙", "zhou": "周", "fang": "芳", "ling": "玲", "yan": "燕", "min": "敏", "qing": "青", "yu": "玉", "hong": "红", "dan": "丹", "xia": "霞", "ping": "平", "tao": "涛", "lin": "林", "guo": "郭", "xu": "徐", "he": "何", "bo": "博",
        "jun": "君", "yue": "月", "shan": "珊", "rong": "蓉", "kai": "凯", "lei": "蕾", "tang": "唐", "deng": "邓", "feng": "冯", "song": "宋",
        "ying": "英", "na": "娜", "qiu": "秋", "fen": "芬", "zhen": "珍", "juan": "娟", "pan": "潘", "cao": "曹", "xie": "谢", "luo": "罗",
        "zhang": "张", "yang": "杨", "wu": "吴", "ma": "马", "ning": "宁", "hui": "慧", "xin": "欣", "ru": "如",
        "wen": "文", "long": "龙", "shu": "淑", "qiang": "强", "bai": "白", "gu": "顾", "tong": "童", "shao": "邵", "meng": "孟", "xiahou": "夏侯", "linghu": "令狐", "dongfang": "东方", "huangfu": "皇甫", "gongsun": "公孙", "murong": "慕容", "yuchi": "尉迟",
        "ruoxi": "若曦", "zhihan": "芷涵", "meiqi": "美琪", "jianguo": "建国", "xiulan": "秀兰", "haoran": "浩然", "qingyu": "晴雨", "weimin": "伟民", "lihua": "丽华", "yutong": "雨桐", "zhenhua": "振华", "shuyan": "淑妍"}  # fmt: skip


@disguise("written in Han", names_only=True, culture="zh")
def han(piece: str, random: Random) -> str:
    del random
    return "".join(_HAN.get(word, word) for word in reversed(piece.lower().split(" ")))
